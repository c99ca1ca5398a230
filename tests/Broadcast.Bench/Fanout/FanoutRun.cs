using System.Diagnostics;
using System.Net;
using Broadcast.Bench.Servers;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;

namespace Broadcast.Bench.Fanout;

/// <summary>One publisher, many viewers, one server, measured for a few seconds after everybody is connected.</summary>
internal static class FanoutRun
{
    /// <summary>Viewers who watch for a while before the first of those whose memory is counted: code is compiled and pools are filled by then.</summary>
    private const int WarmUpViewers = 20;

    /// <summary>Viewers that a server is asked for at a time.</summary>
    private const int Admitted = 8;

    private const int HostileOneIn = 10;
    private const int NarrowOneIn = 10;
    private const long NarrowBps = 800_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(30);

    /// <param name="server">Nobody is connected to it yet.</param>
    /// <param name="viewers">How many watch.</param>
    /// <param name="viewersBindTo">The address that they come from.</param>
    /// <param name="sound">Whether sound is sent beside the picture.</param>
    /// <param name="layers">Whether the picture comes in three sizes and one viewer in ten has room for the second alone.</param>
    /// <param name="feedback">Whether every viewer answers transport-cc.</param>
    /// <param name="hostile">Whether one in ten misbehaves; what is delivered is then counted for the others.</param>
    public static async Task<FanoutRow> MeasureAsync(IServerUnderTest server, int viewers, IPAddress viewersBindTo, bool sound, bool hostile, bool feedback, bool layers = false)
    {
        using var swarm = new ViewerSwarm(viewersBindTo, feedback);
        using var publisher = new Publisher(server.Ingest, sound ? server.SoundIngest : null, layers);
        await ConnectAsync(server, swarm, WarmUpViewers);
        await Task.Delay(WarmUp);
        publisher.IsPaused = true;
        var emptyKilobytes = server.Process.ResidentKilobytes();
        await ConnectAsync(server, swarm, viewers - WarmUpViewers);
        publisher.IsPaused = false;
        if (hostile)
            await swarm.OnThreadAsync(TurnHostile);
        if (layers)
            await swarm.OnThreadAsync(Narrow);
        await Task.Delay(Settle);

        await swarm.OnThreadAsync(Reset);
        var sentBefore = publisher.PacketsSent;
        var overflowsBefore = swarm.ReceiveOverflows;
        var cpuBefore = server.Process.CpuTime();
        var clock = Stopwatch.StartNew();
        await Task.Delay(Measure);
        var cpu = server.Process.CpuTime() - cpuBefore;
        var elapsed = clock.Elapsed;
        var sent = publisher.PacketsSent - sentBefore;
        var all = await swarm.OnThreadAsync(viewers => viewers.Sum(viewer => viewer.PacketsReceived));
        var (honest, received, missing, damaged) = await swarm.OnThreadAsync(Sum);

        // Of what comes in several sizes it is not known how much each viewer should get, but what they miss is.
        var expected = layers ? 0 : (double)sent * honest;
        return new FanoutRow(
            server.Name, viewers,
            cpu.TotalMicroseconds / Math.Max(1, all),
            Math.Min(1, Math.Min(expected == 0 ? 1 : received / expected + 1.0 / sent, 1 - (double)missing / Math.Max(1, received + missing))),
            cpu / elapsed,
            (double)(server.Process.ResidentKilobytes() - emptyKilobytes) / (viewers - WarmUpViewers),
            damaged, swarm.ReceiveOverflows - overflowsBefore);
    }

    /// <summary>Adds viewers and waits until all have their keys.</summary>
    public static async Task ConnectAsync(IServerUnderTest server, ViewerSwarm swarm, int viewers)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, viewers), new ParallelOptions { MaxDegreeOfParallelism = Admitted }, async (_, _) => await swarm.AddAsync(server.OfferAsync));
        var clock = Stopwatch.StartNew();
        while (await swarm.OnThreadAsync(all => all.Count(viewer => !viewer.IsConnected)) is > 0 and var waiting)
        {
            if (clock.Elapsed > ConnectPatience)
                throw new TimeoutException(await swarm.OnThreadAsync(all =>
                    $"{waiting} of {all.Count} viewers did not connect to {server.Name}. {all.FirstOrDefault(viewer => viewer.Failure is not null)?.Failure}"));
            await Task.Delay(50);
        }
    }

    private static bool Reset(IReadOnlyList<SwarmViewer> viewers)
    {
        foreach (var viewer in viewers)
            viewer.ResetCounters();
        return true;
    }

    private static bool TurnHostile(IReadOnlyList<SwarmViewer> viewers)
    {
        for (var i = 0; i < viewers.Count; i += HostileOneIn)
            viewers[i].Hostility = (Hostility)(i / HostileOneIn % Enum.GetValues<Hostility>().Length);
        return true;
    }

    private static bool Narrow(IReadOnlyList<SwarmViewer> viewers)
    {
        for (var i = 0; i < viewers.Count; i += NarrowOneIn)
            if (viewers[i].Reports is { } reports)
                reports.LinkBps = NarrowBps;
        return true;
    }

    private static (int Honest, long Received, long Missing, long Damaged) Sum(IReadOnlyList<SwarmViewer> viewers)
    {
        var honest = viewers.Where(viewer => viewer.Hostility is null).ToList();
        return (honest.Count, honest.Sum(viewer => viewer.PacketsReceived), honest.Sum(viewer => viewer.PacketsMissing), honest.Sum(viewer => viewer.SamplesDamaged));
    }
}
