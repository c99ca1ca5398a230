using Broadcast.Bench.Cluster.Events;
using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Cluster.People;

namespace Broadcast.Bench.Cluster;

/// <summary><c>bench-cluster</c>: one webinar over several machines, with one edge, two and three, and then what is lost when machines are.</summary>
/// <param name="arguments"><c>viewers=</c> of each edge, <c>rounds=</c> of each event, <c>seed=</c>, <c>away=</c> seconds without stores, <c>only=</c> some events and no rows, <c>log</c> for each round in detail and what servers and nodes complain of.</param>
internal sealed class ClusterBench(Arguments arguments)
{
    private const int Edges = 3;

    private readonly int viewers = arguments.Numbers("viewers", 500)[0];
    private readonly int rounds = arguments.Numbers("rounds", 20)[0];
    private readonly int seed = arguments.Numbers("seed", 1)[0];
    private readonly TimeSpan away = TimeSpan.FromSeconds(arguments.Numbers("away", 60)[0]);
    private readonly ClusterFigures figures = new();

    public async Task RunAsync()
    {
        await using var machines = await ClusterMachines.StartAsync(Edges, seed);
        var hasLog = arguments.Has("log");
        try
        {
            await using var stage = await ClusterStage.OpenAsync(machines, hasLog ? line => Console.WriteLine($"  {line}") : _ => { });
            await RunAsync(stage);
        }
        finally
        {
            if (hasLog)
                machines.PrintLogs();
        }
    }

    private async Task RunAsync(ClusterStage stage)
    {
        var rows = new ClusterRows(stage, figures, viewers);
        await (arguments.Sets("only") ? rows.FillAsync() : rows.RunAsync());
        Console.WriteLine();
        Console.WriteLine($"{rounds} rounds of each event, of {Edges * viewers} viewers; times as middle / 95 of 100 / longest");
        var random = new Random(seed);
        foreach (var each in Events.Where(each => !arguments.Sets("only") || arguments.Texts("only").Contains(each.GetType().Name)))
        {
            await each.RunAsync(stage, rounds, random);
            Console.WriteLine($"{each.Name,-26} {each.Results}");
        }
        figures.KeyFramesPerSecond = stage.Presenter.KeyFrameRequests.MostInASecond;
        Console.WriteLine($"{"key frames",-26} {stage.Presenter.KeyFrameRequests.Count} were asked of the presenter in all");
        Table.Json(figures.Summary);
    }

    private IReadOnlyList<ClusterEvent> Events =>
    [
        new EdgeKilled(figures), new EdgeCutOff(figures), new OriginKilled(figures), new ServerKilled(figures), new LinkLossy(figures), new StoresAway(figures, away),
        new EdgeDrained(figures, 2 * viewers), new EdgeEnded(figures, viewers),
    ];
}
