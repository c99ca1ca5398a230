using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster;

/// <summary>What viewers miss from a moment on, but for what this machine itself could not take.</summary>
internal sealed class Losses
{
    /// <summary>Until what is underway or asked for again has come.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1.5);

    private const int PacketsPerSecond = 165;

    private readonly ClusterStage stage;
    private readonly IReadOnlyCollection<ClusterViewer> watched;
    private readonly long overflows;

    private Losses(ClusterStage stage, IReadOnlyCollection<ClusterViewer> watched) => (this.stage, this.watched, overflows) = (stage, watched, stage.ReceiveOverflows);

    public static async Task<Losses> WatchAsync(ClusterStage stage, IReadOnlyCollection<ClusterViewer> watched)
    {
        foreach (var viewer in watched)
            viewer.ForgetEvents();
        await ClusterStage.AskAsync(watched, media =>
        {
            media.ResetCounters();
            return true;
        });
        return new Losses(stage, watched);
    }

    /// <returns>Packets: those that are missing in what came, and those of the time in which somebody had no media at all.</returns>
    public async Task<double> ReadAsync()
    {
        await Task.Delay(Settle);
        var (missing, without) = (0L, 0.0);
        foreach (var node in watched.GroupBy(viewer => viewer.Node))
        {
            var holes = await ClusterStage.AskAsync(node, media => media.PacketsMissing);
            var gaps = await Task.WhenAll(node.Where(viewer => viewer.LostAt != Instant.Never).Select(SecondsWithoutAsync));
            (missing, without) = (missing + holes.Sum(), without + gaps.Sum());
            if (holes.Sum() > 0 || gaps.Length > 0)
                stage.Log($"on {node.Key}: {holes.Count(each => each > 0)} of {node.Count()} viewers miss {holes.Sum()} packets, {gaps.Length} were without media, for {gaps.DefaultIfEmpty().Max():0.00} s at most");
        }
        return Math.Max(0, missing - (stage.ReceiveOverflows - overflows)) + Math.Ceiling(without * PacketsPerSecond);
    }

    private static async Task<double> SecondsWithoutAsync(ClusterViewer viewer)
    {
        var seen = (await ClusterStage.UntilSeenAsync([viewer], Settle))[0];
        return (seen == Instant.Never ? MonotonicClock.Now : seen).Since(viewer.LostAt) / 1e6;
    }
}
