using System.Diagnostics;
using System.Net;
using Broadcast.Bench.Servers;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;

namespace Broadcast.Bench.Fanout;

/// <summary>One publisher, many viewers, one server, measured for a few seconds after everybody is connected.</summary>
internal static class FanoutRun
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measure = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(60);

    public static async Task<FanoutRow> MeasureAsync(IServerUnderTest server, int viewers, IPAddress viewersBindTo)
    {
        var emptyKilobytes = server.Process.ResidentKilobytes();
        using var swarm = new ViewerSwarm(viewersBindTo);
        using var publisher = new Publisher(server.Ingest);
        await ConnectAsync(server, swarm, viewers);
        await Task.Delay(Settle);

        await swarm.OnThreadAsync(Reset);
        var sentBefore = publisher.Stream.PacketsSent;
        var overflowsBefore = swarm.ReceiveOverflows;
        var cpuBefore = server.Process.CpuTime();
        var clock = Stopwatch.StartNew();
        await Task.Delay(Measure);
        var cpu = server.Process.CpuTime() - cpuBefore;
        var elapsed = clock.Elapsed;
        var sent = publisher.Stream.PacketsSent - sentBefore;
        var (received, missing, damaged) = await swarm.OnThreadAsync(Sum);

        var overflows = swarm.ReceiveOverflows - overflowsBefore;
        var expected = (double)sent * viewers;
        return new FanoutRow(
            server.Name, viewers,
            cpu.TotalMicroseconds / received,
            Math.Min(1, Math.Min(received / expected + 1.0 / sent, 1 - (double)missing / (received + missing))),
            cpu / elapsed,
            (double)(server.Process.ResidentKilobytes() - emptyKilobytes) / viewers,
            damaged, overflows);
    }

    public static async Task ConnectAsync(IServerUnderTest server, ViewerSwarm swarm, int viewers)
    {
        for (var i = 0; i < viewers; i++)
            await swarm.AddAsync(server);
        var clock = Stopwatch.StartNew();
        while (await swarm.OnThreadAsync(all => all.Count(viewer => viewer.IsConnected && viewer.PacketsReceived > 0)) < viewers)
        {
            if (clock.Elapsed > ConnectPatience)
                throw new TimeoutException(await swarm.OnThreadAsync(all =>
                    $"{all.Count(viewer => !viewer.IsConnected)} of {viewers} viewers did not connect to {server.Name}, {all.Count(viewer => viewer.PacketsReceived == 0)} got no packet. {all.FirstOrDefault(viewer => viewer.Failure is not null)?.Failure}"));
            await Task.Delay(100);
        }
    }

    private static bool Reset(IReadOnlyList<SwarmViewer> viewers)
    {
        foreach (var viewer in viewers)
            viewer.ResetCounters();
        return true;
    }

    private static (long Received, long Missing, long Damaged) Sum(IReadOnlyList<SwarmViewer> viewers) =>
        (viewers.Sum(viewer => viewer.PacketsReceived), viewers.Sum(viewer => viewer.PacketsMissing), viewers.Sum(viewer => viewer.SamplesDamaged));
}
