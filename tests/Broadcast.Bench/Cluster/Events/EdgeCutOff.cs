using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>Nothing comes through between an edge and all other machines for five seconds; its viewers still reach it, and one of them keeps the transport that they had there.</summary>
internal sealed class EdgeCutOff(ClusterFigures figures) : ClusterEvent
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);

    /// <summary>After that the edge must have been told to close what was given up.</summary>
    private static readonly TimeSpan Fenced = TimeSpan.FromSeconds(6);

    private readonly Samples picture = new();
    private double othersLost;
    private double twice;

    public override string Name => "partition for 5 s";

    public override string Results => $"picture after {picture} s, others lost {othersLost} packets, {twice} packets came twice after {Fenced.TotalSeconds} s";

    protected override async Task RunOnceAsync(ClusterStage stage, Random random)
    {
        var edge = SomeEdge(stage, random);
        var victims = stage.On(edge);
        victims[0].Lingers = true;
        var losses = await Losses.WatchAsync(stage, [.. stage.Viewers.Except(victims)]);

        var begun = MonotonicClock.Now;
        await edge.CutOffAsync();
        await ExpectPicturesAsync(victims);
        await Task.Delay(Lasting);
        await edge.ReconnectAsync();
        var seen = await ClusterStage.UntilSeenAsync(victims, Patience);
        picture.Add(seen.Select(at => Seconds(begun, at)));
        var lost = await losses.ReadAsync();
        othersLost += lost;
        figures.OthersLost.Add(lost);

        await Task.Delay(Fenced);
        if (victims[0].Left is { } left)
        {
            var before = await victims[0].Swarm.OnThreadAsync(_ => left.PacketsReceived);
            await Task.Delay(TimeSpan.FromSeconds(1));
            twice += await victims[0].Swarm.OnThreadAsync(_ => left.PacketsReceived) - before;
        }
        await victims[0].StopLingeringAsync();
    }
}
