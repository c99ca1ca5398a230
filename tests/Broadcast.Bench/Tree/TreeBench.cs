namespace Broadcast.Bench.Tree;

/// <summary><c>bench-tree</c>: a webinar of a million viewers on a tree of media nodes, an hour on a virtual clock.</summary>
/// <param name="arguments"><c>edges=</c>, <c>behind=</c> each of them, <c>viewers=</c> of each, <c>seconds=</c>, <c>joins=</c>, <c>seed=</c>.</param>
internal sealed class TreeBench(Arguments arguments)
{
    /// <summary>Of the nodes, in an hour.</summary>
    private const double Failing = 0.05;

    public void Run()
    {
        var shape = new TreeShape(
            arguments.Numbers("edges", 64)[0], arguments.Numbers("behind", 64)[0], arguments.Numbers("viewers", 250)[0],
            arguments.Numbers("seconds", 3_600)[0], arguments.Numbers("joins", 100_000)[0], Failing);
        var seed = arguments.Numbers("seed", 1)[0];
        var simulation = new TreeSimulation(shape, seed);
        simulation.Run();
        Console.WriteLine($"{shape.Edges} edges, {shape.Behind} more behind each, {shape.AllViewers:N0} viewers, {shape.Seconds / 60:0} minutes, {simulation.Figures.NodesLost} nodes lost, seed {seed}");
        Print(simulation.Figures, shape);
    }

    private static void Print(TreeFigures figures, TreeShape shape)
    {
        Table.Header("freeze, s", "viewers", "p50", "p95", "p99", "longest");
        Row("own node lost", figures.OwnNodeLost);
        Row("node above", figures.NodeAboveLost);
        Row("origin lost", figures.OriginLost);
        Row("join to picture", figures.Joined);
        Console.WriteLine();
        Table.Header("a second", "mean", "p99", "most");
        Row("asked of origin", figures.RequestsAtOrigin);
        Row("of presenter", figures.RequestsAtPresenter);
        Row("grain messages", figures.Control);
        Table.Json(new
        {
            bench = "tree",
            viewers = shape.AllViewers,
            nodes_lost = figures.NodesLost,
            frozen_share = Math.Round(figures.Freezes.Sum(each => each.ViewerSeconds) / (shape.AllViewers * shape.Seconds), 7),
            own_node_lost_p95_s = Round(figures.OwnNodeLost.Quantile(0.95)),
            own_node_lost_max_s = Round(figures.OwnNodeLost.Max),
            node_above_lost_p95_s = Round(figures.NodeAboveLost.Quantile(0.95)),
            origin_lost_p95_s = Round(figures.OriginLost.Quantile(0.95)),
            keyframes_per_s_max = figures.RequestsAtPresenter.Max,
            keyframe_requests_at_origin_per_s_max = figures.RequestsAtOrigin.Max,
            grain_messages_per_s_mean = Math.Round(figures.Control.Mean),
            grain_messages_per_s_max = Math.Round(figures.Control.Max),
            joined = figures.Joined.Viewers,
            join_picture_p99_s = Round(figures.Joined.Quantile(0.99)),
        });
    }

    /// <returns>Null for what did not happen.</returns>
    private static double? Round(double seconds) => double.IsNaN(seconds) ? null : Math.Round(seconds, 2);

    private static void Row(string name, WeightedTimes times) =>
        Table.Row(name, times.Viewers, $"{times.Quantile(0.5):0.00}", $"{times.Quantile(0.95):0.00}", $"{times.Quantile(0.99):0.00}", $"{times.Max:0.00}");

    private static void Row(string name, SecondCounts counts) => Table.Row(name, $"{counts.Mean:0.00}", $"{counts.Quantile(0.99):0}", $"{counts.Max:0}");
}
