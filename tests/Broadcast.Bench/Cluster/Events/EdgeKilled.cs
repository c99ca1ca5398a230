using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>An edge ends with SIGKILL, and its network with it.</summary>
internal sealed class EdgeKilled(ClusterFigures figures) : ClusterEvent
{
    private double othersLost;

    public override string Name => "edge killed";

    public override string Results => $"noticed after {figures.EdgeNoticed} s, picture after {figures.EdgePicture} s, others lost {othersLost} packets";

    protected override async Task RunOnceAsync(ClusterStage stage, Random random)
    {
        var edge = SomeEdge(stage, random);
        var victims = stage.On(edge);
        foreach (var victim in victims)
            victim.ForgetEvents();
        var losses = await Losses.WatchAsync(stage, [.. stage.Viewers.Except(victims)]);

        var begun = MonotonicClock.Now;
        await edge.KillAsync();
        await ExpectPicturesAsync(victims);
        var seen = await ClusterStage.UntilSeenAsync(victims, Patience);

        figures.EdgeNoticed.Add(Seconds(begun, victims.Min(victim => victim.ToldAt)));
        figures.EdgePicture.Add(seen.Select(at => Seconds(begun, at)));
        await Timeline.LogAsync(stage, begun, victims);
        var lost = await losses.ReadAsync();
        othersLost += lost;
        figures.OthersLost.Add(lost);
        await edge.StartAsync();
        await Task.Delay(Rest);
        await stage.ReplaceAsync(victims, stage.Machines.Edges.Index().Single(each => each.Item == edge).Index);
    }
}
