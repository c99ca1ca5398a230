using System.Diagnostics;
using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;

namespace Broadcast.Bench.Cluster;

/// <summary>The same webinar with one edge, then with two and three, each full of viewers: delay, losses, and what the origin does for it.</summary>
internal sealed class ClusterRows(ClusterStage stage, ClusterFigures figures, int viewers)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measure = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>A machine that is busy with other things lets a node say too late that it is well.</summary>
    private const int MostAttempts = 5;

    public async Task RunAsync()
    {
        Table.Header("edges", "viewers", "edge added s", "hop p50 ms", "hop p99 ms", "lost", "generator lost", "viewer gets /s", "origin core %", "key frames");
        var cores = new List<double> { await RowAsync(edges: 0) };
        for (var edges = 1; edges <= stage.Machines.Edges.Count; edges++)
            cores.Add(await RowAsync(edges));
        figures.CorePerEdge = (cores[^1] - cores[0]) / (cores.Count - 1);
    }

    /// <summary>Fills the edges as the rows do, and measures nothing but how soon each was added.</summary>
    public async Task FillAsync()
    {
        for (var edge = 0; edge < stage.Machines.Edges.Count; edge++)
            figures.EdgeAdded.Add((await AddEdgeAsync(edge)).Seconds);
    }

    /// <returns>Percent of a core that the origin took.</returns>
    private async Task<double> RowAsync(int edges)
    {
        var added = edges == 0 ? ((ClusterViewer Viewer, double Seconds)?)null : await AddEdgeAsync(edges - 1);
        await Task.Delay(Settle);
        var (overflows, asked) = (stage.ReceiveOverflows, stage.Presenter.KeyFrameRequests.Count);
        var losses = await Losses.WatchAsync(stage, stage.Viewers);
        var received = await ReceivedAsync(added?.Viewer);
        var hop = new HopMeter();
        if (added is { } probe)
            await stage.Probes.OnThreadAsync(_ => Begin(hop, probe.Viewer));
        var (cpu, clock) = (stage.Origin.CpuTime, Stopwatch.StartNew());
        await Task.Delay(Measure);
        received = (await ReceivedAsync(added?.Viewer) - received) / clock.Elapsed.TotalSeconds;
        var core = (stage.Origin.CpuTime - cpu) / clock.Elapsed * 100;
        var measured = new Samples();
        measured.Add(await stage.Probes.OnThreadAsync(_ => hop.Milliseconds.ToList()));
        var lost = await losses.ReadAsync();
        if (added is not null)
        {
            figures.Hop.Add(measured.Quantile(0.99) ?? double.NaN);
            figures.EdgeAdded.Add(added.Value.Seconds);
        }
        Table.Row(
            edges, stage.Viewers.Count, added is null ? "-" : $"{added.Value.Seconds:0.00}", $"{measured.Quantile(0.5):0.00}", $"{measured.Quantile(0.99):0.00}",
            lost, stage.ReceiveOverflows - overflows, $"{received:0}", $"{core:0.00}", stage.Presenter.KeyFrameRequests.Count - asked);
        return core;
    }

    /// <summary>The first viewer makes a node an edge; the others come when there is a picture.</summary>
    private async Task<(ClusterViewer Viewer, double Seconds)> AddEdgeAsync(int number)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var begun = MonotonicClock.Now;
            var first = await stage.AddViewersAsync(number, many: 1, areProbes: true);
            var seen = await ClusterStage.UntilSeenAsync(first, Patience);
            if (ClusterNetwork.FrontOf(stage.Machines.Edges[number].Number).Equals(first[0].Node))
            {
                await stage.AddViewersAsync(number, viewers - 1);
                await ClusterStage.UntilSeenAsync(stage.Viewers, Patience);
                return (first[0], seen[0].Since(begun) / 1e6);
            }
            stage.Log($"the first viewer of server {number} was placed on {first[0].Node}: its own edge did not say in time that it is well");
            await stage.RemoveViewersAsync(first);
            await Task.Delay(Settle);
        }
        throw new InvalidOperationException($"Viewers of server {number} are not placed on its edge.");
    }

    private static async Task<double> ReceivedAsync(ClusterViewer? viewer) =>
        viewer is null ? 0 : (await ClusterStage.AskAsync([viewer], media => media.PacketsReceived)).Sum();

    private bool Begin(HopMeter hop, ClusterViewer edge)
    {
        hop.Begin(stage.Mirror.Media!, edge.Media!);
        return true;
    }
}
