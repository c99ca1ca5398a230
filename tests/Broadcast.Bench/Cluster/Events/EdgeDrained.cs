using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>An edge full of viewers is taken out of service by its operator, once.</summary>
/// <param name="many">That are on it; the figure is of <see cref="Thousand"/>.</param>
internal class EdgeDrained(ClusterFigures figures, int many) : ClusterEvent
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
        await Losses.WatchAsync(stage, leaving);

        var begun = MonotonicClock.Now;
        var ending = EmptyAsync(stage, edge);
        await UntilAsync(() => leaving.All(viewer => viewer.MovedAt != Instant.Never), Longest);
        await Task.Delay(Rest);
        var moved = leaving.Where(viewer => viewer.MovedAt != Instant.Never).ToList();
        var seconds = moved.Count == 0 ? Longest.TotalSeconds : moved.Max(viewer => Seconds(begun, viewer.MovedAt));
        figures.DrainFreeze.Add(moved.Select(viewer => viewer.FrozenMs));
        results = $"{moved.Count} of {leaving.Count} had moved after {seconds:0.0} s, frozen for {figures.DrainFreeze.Max:0} ms at most, "
            + $"lost {moved.Sum(viewer => viewer.LostMoving)} packets, {moved.Sum(viewer => viewer.CameTwice)} came twice, {leaving.Count(viewer => viewer.LostAt != Instant.Never)} were thrown out";
        if (moved.Count == leaving.Count && moved.Count >= Thousand)
            figures.Drain.Add(seconds);
        else
            results += $"; drain_1000_s is of {Thousand} viewers who all moved";
        await ending;
        results += $"; {await ServeAgainAsync(stage, edge, begun)}";
    }

    /// <summary>Has the edge emptied; completes when that is under way, or over.</summary>
    protected virtual Task EmptyAsync(ClusterStage stage, ClusterNode edge) => stage.Machines.Organizer.PostAsync($"/api/nodes/{edge.Id}/drain", new { });

    /// <returns>What became of the edge, in words.</returns>
    protected virtual async Task<string> ServeAgainAsync(ClusterStage stage, ClusterNode edge, Instant begun)
    {
        await stage.Machines.Organizer.DeleteAsync($"/api/nodes/{edge.Id}/drain");
        return "its node stayed";
    }
}
