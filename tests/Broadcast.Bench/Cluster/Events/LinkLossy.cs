using Broadcast.Bench.Cluster.People;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>The link to the last edge loses one packet in fifty either way, at 40 ms.</summary>
internal sealed class LinkLossy(ClusterFigures figures) : ClusterEvent
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    private long received;

    public override string Name => "link with 2 % loss, 40 ms";

    public override string Results => $"viewers lost {figures.LinkLost.Sum} packets of {received}";

    protected override async Task RunOnceAsync(ClusterStage stage, Random random)
    {
        var behind = stage.On(stage.Machines.Edges[^1]);
        if (behind.Count == 0)
            behind = await stage.AddViewersAsync(stage.Machines.Edges.Count - 1, many: 10);
        await ClusterStage.UntilSeenAsync(behind, Patience);
        var losses = await Losses.WatchAsync(stage, behind);
        (stage.Machines.Far.Loss, stage.Machines.Far.OneWay) = (0.02, TimeSpan.FromMilliseconds(40));
        await Task.Delay(Lasting);
        (stage.Machines.Far.Loss, stage.Machines.Far.OneWay) = (0, TimeSpan.Zero);
        figures.LinkLost.Add(await losses.ReadAsync());
        received += (await ClusterStage.AskAsync(behind, media => media.PacketsReceived)).Sum();
    }
}
