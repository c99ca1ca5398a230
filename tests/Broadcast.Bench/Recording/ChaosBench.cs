using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>Recordings to which everything happens that can: killed at random moments, seeded, and then looked at.</summary>
internal static class ChaosBench
{
    private const string DiskSize = "1g";

    /// <summary>A minute without a store is tried this often; everything else in turn.</summary>
    private const int StoreAwayEvery = 25;

    private static readonly ChaosKind[] InTurn =
        [ChaosKind.Recorder, ChaosKind.Worker, ChaosKind.AllInOne, ChaosKind.FFmpeg, ChaosKind.Store, ChaosKind.DiskFull];

    /// <returns>0 if nothing was lost.</returns>
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (rounds, seed) = (arguments.Numbers("rounds", 50)[0], arguments.Numbers("seed", 1)[0]);
        var root = Directory.CreateTempSubdirectory("broadcast-chaos-").FullName;
        await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={DiskSize}", "tmpfs", root]);
        try
        {
            return await RunAsync(rounds, seed, root);
        }
        finally
        {
            await Tool.RunAsync("umount", ["-l", root]);
            Directory.Delete(root);
        }
    }

    private static async Task<int> RunAsync(int rounds, int seed, string root)
    {
        var servers = Directory.CreateTempSubdirectory("broadcast-chaos-store-").FullName;
        var rows = new List<ChaosRow>();
        await using (var store = new AzuriteServer(servers))
        {
            await store.StartAsync();
            await store.CreateContainerAsync();
            var stream = await NumberedStream.MakeAsync();
            Table.Header("round", "kind", "kills", "received", "in journal", "lost", "frames", "published", "leftovers", "state");
            for (var round = 1; round <= rounds; round++)
                rows.Add(await RunRoundAsync(round, new Random(seed * 10_007 + round), stream, store, root));
        }
        Directory.Delete(servers, recursive: true);
        var published = rows.Count(row => row.IsPublished);
        Table.Json(new
        {
            bench = "chaos-recording",
            rounds,
            kills = rows.Sum(row => row.Kills),
            packets_lost_after_journal = rows.Sum(row => row.Lost),
            published,
            stuck_jobs = rows.Count(row => !row.State.StartsWith("Ready", StringComparison.Ordinal)),
            temp_files = rows.Sum(row => row.TemporaryFiles),
        });
        return published == rounds && rows.All(row => row is { Lost: 0, TemporaryFiles: 0 }) ? 0 : 1;
    }

    private static async Task<ChaosRow> RunRoundAsync(int round, Random random, NumberedStream stream, AzuriteServer store, string root)
    {
        var kind = round % StoreAwayEvery == 0 ? ChaosKind.StoreAway : InTurn[round % InTurn.Length];
        var directory = Directory.CreateDirectory(Path.Combine(root, $"{round}")).FullName;
        var row = await new ChaosRound(round, kind, random, stream, store, directory).RunAsync(CancellationToken.None);
        Table.Row(row.Round, row.Kind, row.Kills, row.Received, row.InJournal, row.Lost, row.Frames, row.IsPublished, row.TemporaryFiles, row.State);
        Directory.Delete(directory, recursive: true);
        return row;
    }
}
