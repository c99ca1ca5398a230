using System.Net;
using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>An edge full of viewers is taken out of service, once.</summary>
/// <param name="many">That are on it; the figure is of <see cref="Thousand"/>.</param>
internal sealed class EdgeDrained(ClusterFigures figures, int many) : ClusterEvent
{
    private const int Thousand = 1_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private string results = "not measured: no round was run";

    public override string Name => $"drain of {many} viewers";

    public override string Results => results;

    protected override int MostRounds => 1;

    protected override async Task RunOnceAsync(ClusterStage stage, Random random)
    {
        var edge = stage.Machines.Edges[0];
        var missing = Math.Max(0, many - stage.On(edge).Count);
        await stage.RemoveViewersAsync([.. stage.Viewers.Except(stage.On(edge)).SkipLast(1).Take(missing)]);
        await stage.AddViewersAsync(server: 0, missing);
        var leaving = stage.On(edge);
        await ClusterStage.UntilSeenAsync(leaving, Patience);
        foreach (var viewer in leaving)
            viewer.ForgetEvents();

        var begun = MonotonicClock.Now;
        try
        {
            await stage.Machines.Organizer.PostAsync($"/api/nodes/{edge.Id}/drain", new { });
        }
        catch (HttpRequestException refusal)
        {
            results = refusal.StatusCode == HttpStatusCode.NotFound ? "not measured: this build cannot drain a media node" : $"not measured: {refusal.Message}";
            return;
        }
        await UntilAsync(() => leaving.All(viewer => viewer.MovedAt != Instant.Never), Longest);
        var moved = leaving.Where(viewer => viewer.MovedAt != Instant.Never).ToList();
        var seconds = moved.Count == 0 ? Longest.TotalSeconds : moved.Max(viewer => Seconds(begun, viewer.MovedAt));
        figures.DrainFreeze.Add(moved.Select(viewer => viewer.FrozenMs));
        results = $"{moved.Count} of {leaving.Count} had moved after {seconds:0.0} s, frozen for {figures.DrainFreeze.Max:0} ms at most";
        if (moved.Count == leaving.Count && moved.Count >= Thousand)
            figures.Drain.Add(seconds);
        else
            results += $"; drain_1000_s is of {Thousand} viewers who all moved";
        await stage.Machines.Organizer.DeleteAsync($"/api/nodes/{edge.Id}/drain");
    }
}
