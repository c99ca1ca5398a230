namespace Broadcast.Bench.Recording;

/// <summary>Recordings to which everything happens that can: killed at random moments, seeded, and then looked at.</summary>
/// <param name="arguments">
/// <c>rounds=</c> and <c>seed=</c>; <c>kinds=</c> for only some of <see cref="ChaosKind"/>; <c>from=</c> to begin with another round than the first.
/// </param>
internal sealed class ChaosBench(Arguments arguments)
{
    /// <summary>A minute without a store is tried this often; everything else in turn.</summary>
    private const int StoreAwayEvery = 25;

    private readonly int rounds = arguments.Numbers("rounds", 50)[0];
    private readonly int first = arguments.Numbers("from", 1)[0];
    private readonly int seed = arguments.Numbers("seed", 1)[0];

    private readonly IReadOnlyList<ChaosKind> inTurn = arguments.Sets("kinds")
        ? [.. arguments.Texts("kinds").Select(Enum.Parse<ChaosKind>)]
        : [ChaosKind.Recorder, ChaosKind.Worker, ChaosKind.AllInOne, ChaosKind.FFmpeg, ChaosKind.Store, ChaosKind.DiskFull];

    /// <returns>0 if nothing was lost.</returns>
    public async Task<int> RunAsync()
    {
        var (vp8, h264) = (await NumberedStream.Vp8Async(), await NumberedStream.H264Async());
        await using var store = new AzuriteServer(Path.Combine(ChaosEnclosure.Elsewhere, "store"));
        await store.StartAsync();
        await store.CreateContainerAsync();
        Table.Header("round", "kind", "kills", "received", "in journal", "lost", "frames", "recorded", "published", "left", "s", "struck while");
        var rows = new List<ChaosRow>();
        for (var round = first; round < first + rounds; round++)
        {
            var kind = KindOf(round);
            // Copying takes no time: what is to be hit while it processes has to be rendered.
            var stream = kind is ChaosKind.Worker or ChaosKind.AllInOne or ChaosKind.FFmpeg ? vp8 : h264;
            rows.Add(await RunAsync(round, kind, stream, store));
        }
        return Report(rows);
    }

    private ChaosKind KindOf(int round) =>
        !arguments.Sets("kinds") && round % StoreAwayEvery == 0 ? ChaosKind.StoreAway : inTurn[round % inTurn.Count];

    private async Task<ChaosRow> RunAsync(int round, ChaosKind kind, NumberedStream stream, AzuriteServer store)
    {
        var directory = Directory.CreateDirectory(Path.Combine(ChaosEnclosure.Disk, $"{round}")).FullName;
        var log = Path.Combine(ChaosEnclosure.Elsewhere, $"{round}.log");
        var plan = ChaosPlan.For(kind, new Random(seed * 10_007 + round));
        var row = await new ChaosRound(round, kind, plan, stream, store, directory, log).RunAsync(CancellationToken.None);
        Table.Row(
            row.Round, row.Kind, row.Strikes.Count, row.Received, row.InJournal, row.Lost, row.Frames.Count, row.FramesInJournal,
            row.IsPublished, row.Left.Count, $"{row.Took.TotalSeconds:0}", string.Join(", ", row.Strikes));
        if (!row.IsPerfect)
            await ExplainAsync(row, log);
        await store.Store.DeleteAllAsync($"recordings/{RecordingVictim.RecordingId}/", CancellationToken.None);
        Directory.Delete(directory, recursive: true);
        return row;
    }

    private static async Task ExplainAsync(ChaosRow row, string log)
    {
        Console.WriteLine($"  {row.State}; HLS stored: {row.IsStored}; left: {string.Join(", ", row.Left)}; unseen: {string.Join(", ", row.Unseen)}; longest silence {row.Silence.TotalSeconds:0.00} s");
        await foreach (var line in File.ReadLinesAsync(log))
            Console.WriteLine($"  | {line}");
    }

    private int Report(List<ChaosRow> rows)
    {
        Table.Json(new
        {
            bench = "chaos-recording",
            rounds,
            kills = rows.Sum(row => row.Strikes.Count),
            packets_lost_after_journal = rows.Sum(row => row.Lost),
            published = rows.Count(row => row.IsPublished),
            stuck_jobs = rows.Count(row => row.State.State != Jobs.Catalogue.RecordingState.Ready),
            temp_files = rows.Sum(row => row.Left.Count),
            seed,
            seconds_per_round = Math.Round(rows.Average(row => row.Took.TotalSeconds), 1),
        });
        return rows.All(row => row.IsPerfect) ? 0 : 1;
    }
}
