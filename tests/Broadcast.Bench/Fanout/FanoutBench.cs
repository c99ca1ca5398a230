using System.Net;
using Broadcast.Bench.Servers;

namespace Broadcast.Bench.Fanout;

/// <summary><c>bench-fanout</c>: ours and Janus in turn, over growing audiences.</summary>
internal static class FanoutBench
{
    private const double TolerableLoss = 0.001;
    private static readonly int[] Audiences = [100, 200, 400, 1_000, 2_000];

    /// <summary>Beyond this Janus, at its best measured, is long past one core.</summary>
    private const int LargestJanusAudience = 400;

    /// <summary>Steps by which the audience that one core carries is searched for.</summary>
    private static readonly int[] Search = [1_500, 2_500, 3_000, 3_500, 4_000];

    public static async Task RunAsync()
    {
        var rows = new List<FanoutRow>();
        Table.Header("server", "viewers", "µs/packet", "delivered", "core", "kB/viewer", "damaged", "generator lost");
        foreach (var viewers in Audiences)
        {
            rows.Add(await MeasureAsync(await BroadcastServer.StartAsync(), viewers));
            if (viewers <= LargestJanusAudience)
                rows.Add(await MeasureAsync(await JanusServer.StartAsync(BenchNetwork.Address), viewers));
        }
        // The comparison that the ratio is taken from runs in turn, twice.
        rows.Add(await MeasureAsync(await BroadcastServer.StartAsync(), LargestJanusAudience));
        rows.Add(await MeasureAsync(await JanusServer.StartAsync(BenchNetwork.Address), LargestJanusAudience));
        var carried = await CarriedByOneCoreAsync(rows);

        var ratio = Mean(rows, "janus") / Mean(rows, "broadcast");
        Table.Json(new
        {
            bench = "fanout",
            rows = rows.Select(row => new
            {
                server = row.Server,
                viewers = row.Viewers,
                us_per_packet = Math.Round(row.CpuMicrosecondsPerPacket, 2),
                delivered = Math.Round(row.Delivered, 5),
                rss_per_viewer_kb = Math.Round(row.ResidentKilobytesPerViewer, 1),
            }),
            ratio_janus_400 = Math.Round(ratio, 2),
            viewers_one_core = carried,
        });
    }

    private static async Task<FanoutRow> MeasureAsync(IServerUnderTest started, int viewers)
    {
        await using var server = started;
        var row = await FanoutRun.MeasureAsync(server, viewers, BenchNetwork.Address);
        Table.Row(row.Server, row.Viewers, $"{row.CpuMicrosecondsPerPacket:0.00}", $"{row.Delivered:0.0000}", $"{row.Core:0.00}", $"{row.ResidentKilobytesPerViewer:0.0}", row.Damaged, row.GeneratorOverflows);
        return row;
    }

    private static async Task<int> CarriedByOneCoreAsync(List<FanoutRow> rows)
    {
        foreach (var viewers in Search.Where(viewers => viewers > 0))
        {
            var row = await MeasureAsync(await BroadcastServer.StartAsync(), viewers);
            rows.Add(row);
            if (row.Delivered < 1 - TolerableLoss)
                break;
        }
        return rows.Where(row => row.Server == "broadcast" && row.Delivered >= 1 - TolerableLoss).Max(row => row.Viewers);
    }

    private static double Mean(List<FanoutRow> rows, string server) =>
        rows.Where(row => row.Server == server && row.Viewers == LargestJanusAudience).Average(row => row.CpuMicrosecondsPerPacket);
}
