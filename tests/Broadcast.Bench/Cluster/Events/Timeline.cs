using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>Each step of viewers who build their media anew, for the log: seconds since the event, as middle / 95 of 100 / longest.</summary>
internal static class Timeline
{
    public static async Task LogAsync(ClusterStage stage, Instant begun, IReadOnlyCollection<ClusterViewer> viewers)
    {
        var media = await ClusterStage.AskAsync(viewers, each => (each.ConnectedAt, each.FirstPacketAt, each.FirstKeyFrameAt));
        stage.Log($"{viewers.Count} viewers: told {Of(begun, viewers.Select(each => each.ToldAt))}, asked {Of(begun, viewers.Select(each => each.AskedAt))}, "
            + $"offered {Of(begun, viewers.Select(each => each.OfferedAt))}, connected {Of(begun, media.Select(each => each.ConnectedAt))}, "
            + $"packet {Of(begun, media.Select(each => each.FirstPacketAt))}, picture {Of(begun, media.Select(each => each.FirstKeyFrameAt))}");
        foreach (var trouble in viewers.Where(each => each.Trouble is not null).GroupBy(each => each.Trouble))
            stage.Log($"{trouble.Count()} viewers tried again: {trouble.Key}");
    }

    private static Samples Of(Instant begun, IEnumerable<Instant> moments)
    {
        var samples = new Samples();
        samples.Add(moments.Where(at => at != Instant.Never).Select(at => at.Since(begun) / 1e6));
        return samples;
    }
}
