using System.Diagnostics;
using Broadcast.Bench.Fanout;
using Broadcast.Bench.Servers;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Join;

/// <summary>
/// <c>bench-join</c>: a crowd comes into a running webinar, everyone at once. Three times, each on a server that has just started: the
/// CPU time reported is the middle one, as the cores are shared, beside that of a bare handshake in the same minute; of all else the worst.
/// </summary>
internal static class JoinBench
{
    private const int Rounds = 3;
    private const int Watchers = 100;
    private const int Joiners = 1_000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measure = TimeSpan.FromSeconds(3);

    /// <param name="nodeSettings">Such as <c>--Media:ReplayMaxAgeMs=0</c>.</param>
    public static async Task RunAsync(string[] nodeSettings)
    {
        Table.Header("joiners", "all within s", "CPU ms/join", "bare ms", "ratio", "with media", "frame p50 ms", "frame p99 ms", "after last ms", "key frames", "watchers lost", "generator lost");
        var rounds = new List<JoinRow>();
        for (var round = 0; round < Rounds; round++)
        {
            var row = await MeasureAsync(nodeSettings);
            rounds.Add(row);
            Table.Row(
                Joiners, $"{row.Times.LastConnected / 1e6:0.00}", $"{row.CpuMsPerJoin:0.000}", $"{row.BareHandshakeMs:0.000}", $"{row.RatioToBareHandshake:0.00}", $"{row.CpuMsPerJoinWithMedia:0.000}",
                $"{row.Times.FirstFrameMedian / 1e3:0}", $"{row.Times.FirstFrame99 / 1e3:0}", $"{row.Times.AfterLast / 1e3:0}",
                row.KeyFrameRequests, row.WatchersLost, row.GeneratorLost);
        }
        var middle = rounds.OrderBy(row => row.CpuMsPerJoin).ElementAt(Rounds / 2);
        Table.Json(new
        {
            bench = "join",
            viewers = Joiners,
            cpu_ms_per_join = Math.Round(middle.CpuMsPerJoin, 3),
            cpu_ratio_to_bare_handshake = Math.Round(rounds.Select(row => row.RatioToBareHandshake).Order().ElementAt(Rounds / 2), 2),
            bare_handshake_ms = Math.Round(middle.BareHandshakeMs, 3),
            first_frame_after_last_join_ms = Math.Round(rounds.Max(row => row.Times.AfterLast) / 1e3, 1),
            keyframe_requests = rounds.Max(row => row.KeyFrameRequests),
            watchers_lost_packets = rounds.Max(row => row.WatchersLost),
            cpu_ms_per_join_with_media = Math.Round(middle.CpuMsPerJoinWithMedia, 3),
            cpu_ms_per_join_rounds = rounds.ConvertAll(row => Math.Round(row.CpuMsPerJoin, 3)),
            all_joined_within_s = Math.Round(rounds.Max(row => row.Times.LastConnected) / 1e6, 2),
            first_frame_p50_ms = Math.Round(rounds.Max(row => row.Times.FirstFrameMedian) / 1e3, 1),
            first_frame_p99_ms = Math.Round(rounds.Max(row => row.Times.FirstFrame99) / 1e3, 1),
            generator_lost_packets = rounds.Max(row => row.GeneratorLost),
        });
    }

    private static async Task<JoinRow> MeasureAsync(string[] nodeSettings)
    {
        var bareBefore = BareHandshake.MeasureMs();
        await using var server = await BroadcastServer.StartAsync(settings: nodeSettings);
        using var swarm = new ViewerSwarm(BenchNetwork.Address);
        using var publisher = new Publisher(server.Ingest);
        await FanoutRun.ConnectAsync(server, swarm, Watchers);
        var coreBefore = await ForwardingLoadAsync(server);
        await swarm.OnThreadAsync(all => Each(all, viewer => viewer.ResetCounters()));
        var overflows = swarm.ReceiveOverflows;
        var requests = publisher.KeyFrameRequests;

        var cpuBefore = server.Process.CpuTime();
        var begun = MonotonicClock.Now;
        await FanoutRun.ConnectAsync(server, swarm, Joiners);
        await WaitForPicturesAsync(swarm);
        var cpu = server.Process.CpuTime() - cpuBefore;
        var ended = MonotonicClock.Now;
        var joined = await swarm.OnThreadAsync(all => JoinTimes.Of(all.Skip(Watchers), begun));
        var lost = await swarm.OnThreadAsync(all => all.Take(Watchers).Sum(viewer => viewer.PacketsMissing));
        requests = publisher.KeyFrameRequests - requests;
        overflows = swarm.ReceiveOverflows - overflows;

        // What forwarding costs anyway is not the joiners' fault: so much of a core for the watchers, and each joiner's part of the growth.
        var perViewer = (await ForwardingLoadAsync(server) - coreBefore) / Joiners;
        var watched = await swarm.OnThreadAsync(all => all.Skip(Watchers).Sum(viewer => ended.Since(viewer.ConnectedAt) / 1e3));
        var perJoin = (cpu.TotalMilliseconds - coreBefore * ended.Since(begun) / 1e3 - perViewer * watched) / Joiners;
        var bare = (bareBefore + BareHandshake.MeasureMs()) / 2;
        return new JoinRow(joined, perJoin, bare, cpu.TotalMilliseconds / Joiners, requests, lost, overflows);
    }

    private static async Task WaitForPicturesAsync(ViewerSwarm swarm)
    {
        var patience = Stopwatch.StartNew();
        while (await swarm.OnThreadAsync(all => all.Any(viewer => viewer.FirstKeyFrameAt == Instant.Never)))
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(20))
                throw new TimeoutException("Not every viewer saw a key frame.");
            await Task.Delay(20);
        }
    }

    /// <returns>The part of a core that it takes to serve those who are there.</returns>
    private static async Task<double> ForwardingLoadAsync(BroadcastServer server)
    {
        await Task.Delay(Settle);
        var cpuBefore = server.Process.CpuTime();
        var clock = Stopwatch.StartNew();
        await Task.Delay(Measure);
        return (server.Process.CpuTime() - cpuBefore) / clock.Elapsed;
    }

    private static bool Each(IReadOnlyList<SwarmViewer> viewers, Action<SwarmViewer> act)
    {
        foreach (var viewer in viewers)
            act(viewer);
        return true;
    }
}
