using Broadcast.Bench.Attack.Webinar;
using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Cluster.People;

namespace Broadcast.Bench.Acknowledged;

/// <summary>
/// <c>chaos-acknowledged</c>: people write and an organizer pauses and resumes the recording while servers, Redis and PostgreSQL are killed.
/// What was acknowledged has to be there, once, and in one order for everybody.
/// </summary>
/// <param name="arguments"><c>rounds=</c> of half a minute each, <c>seed=</c>, <c>log</c> for what servers and nodes complain of.</param>
internal sealed class AcknowledgedChaos(Arguments arguments)
{
    private const int Servers = 2;
    private const int Writers = 8;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);

    private readonly int rounds = arguments.Numbers("rounds", 10)[0];
    private readonly int seed = arguments.Numbers("seed", 1)[0];

    /// <returns>The process's exit code: 0 if every promise was kept.</returns>
    public async Task<int> RunAsync()
    {
        var hasLog = arguments.Has("log");
        await using var machines = await ClusterMachines.StartAsync(Servers, seed);
        try
        {
            await using var stage = await ClusterStage.OpenAsync(machines, hasLog ? line => Console.WriteLine($"  {line}") : _ => { });
            return await RunAsync(machines, stage);
        }
        finally
        {
            if (hasLog)
                machines.PrintLogs();
        }
    }

    private async Task<int> RunAsync(ClusterMachines machines, ClusterStage stage)
    {
        var tokens = await PlanAsync(machines.Organizer);
        var random = new Random(seed);
        var (misfortunes, switches) = (0, new List<RecordingSwitch>());
        var (acknowledged, lost, doubled, outOfOrder, different) = (0, 0, 0, 0, 0);
        Table.Header("round", "killed", "acknowledged", "lost", "doubled", "out of order", "recording");
        for (var round = 0; round < rounds; round++)
        {
            var token = tokens[round];
            var writers = Enumerable.Range(0, Writers).Select(number => new Writer(machines, token, number)).ToList();
            var recording = new RecordingSwitch(machines, stage.WebinarId);
            var fate = new Misfortunes(machines, random, stage.Log);
            using var stop = new CancellationTokenSource(Round);
            await Task.WhenAll([fate.HappenAsync(stop.Token), recording.SwitchAsync(stop.Token), .. writers.Select(writer => writer.WriteAsync(stop.Token))]);
            stage.Log("all is back, and nobody writes any more");
            var read = await Task.WhenAll(Enumerable.Range(0, Servers).Select(server => Writer.ReadAsync(machines, token, server)));
            var history = new History(read[0]);
            different += read[0].SequenceEqual(read[1]) ? 0 : 1;
            var (all, gone, moved) = (writers.Sum(writer => writer.Acknowledged.Count), writers.Sum(history.LostOf), writers.Sum(history.OutOfOrderOf));
            Table.Row(round + 1, fate.Count, all, gone, history.Doubled, moved, $"{recording.Acknowledged} ({recording.Wrong} wrong)");
            (misfortunes, acknowledged, lost, doubled, outOfOrder) = (misfortunes + fate.Count, acknowledged + all, lost + gone, doubled + history.Doubled, outOfOrder + moved);
            switches.Add(recording);
        }
        var wrong = switches.Sum(each => each.Wrong);
        Table.Json(new
        {
            bench = "chaos-acknowledged", rounds, killed = misfortunes, acknowledged, lost, doubled, out_of_order = outOfOrder, histories_that_differ = different,
            recording_changes = switches.Sum(each => each.Acknowledged), recording_changes_wrong = wrong, recordings = switches[^1].Recordings,
        });
        return lost + doubled + outOfOrder + different + wrong == 0 && switches[^1].Recordings == 1 ? 0 : 1;
    }

    /// <summary>A webinar for each round: a history that is handed out whole is short.</summary>
    /// <returns>Tokens of links to them.</returns>
    private async Task<IReadOnlyList<string>> PlanAsync(Organizer organizer)
    {
        var tokens = new List<string>();
        for (var round = 0; round < rounds; round++)
            tokens.Add(await organizer.LinkAsync(await organizer.CreateWebinarAsync($"Round {round + 1}", record: false), "viewer"));
        return tokens;
    }
}
