using System.Diagnostics;
using Broadcast.Bench.Fanout;
using Broadcast.Bench.Servers;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;

namespace Broadcast.Bench.Latency;

/// <summary>
/// <c>bench-latency</c>: how long packets take from socket to socket while the node is half busy with many webinars and its process
/// serves a chat. One viewer of each webinar is a probe, on a thread of its own so that the crowd's work is not measured. In turn with
/// it, the same traffic through a loop without an engine, while the node is stopped: what neither can help is this machine's.
/// </summary>
internal static class LatencyBench
{
    private const int Webinars = 20;
    private const int ChatPort = 18_090;
    private const int ChatPeople = 200;
    private const int ChatMessagesPerSecond = 50;
    private const double WantedLoad = 0.5;
    private const int CrowdStep = 100;
    private const int LargestCrowd = 1_200;
    private const int Turns = 3;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);

    public static async Task RunAsync()
    {
        await using var server = await BroadcastServer.StartAsync(
            settings: [$"--{ChatLoad.PortSetting}={ChatPort}", $"--{ChatLoad.RateSetting}={ChatMessagesPerSecond}"]);
        await using var chat = new ChatCrowd();
        await chat.JoinAsync(ChatPort, ChatPeople);
        using var crowd = new ViewerSwarm(BenchNetwork.Address);
        using var probes = new ViewerSwarm(BenchNetwork.Address);
        var webinars = new List<NodeWebinar>();
        var times = new List<SentTimes>();
        var publishers = new List<Publisher>();
        for (var i = 0; i < Webinars; i++)
        {
            var sent = new SentTimes();
            times.Add(sent);
            webinars.Add(await NodeWebinar.OpenAsync(server, $"webinar-{i}"));
            publishers.Add(new Publisher(webinars[i].Ingest) { Sent = sent.OnSent });
            // So that their frames do not all come at the same moment.
            await Task.Delay(7);
            await probes.AddAsync(webinars[i].OfferAsync);
        }
        var people = await LoadAsync(server, crowd, webinars);

        await using var echo = await EchoLoop.StartAsync(Webinars, people);
        var node = new LatencySamples();
        var (heard, cpu, measured) = (0L, TimeSpan.Zero, TimeSpan.Zero);
        for (var turn = 0; turn < Turns; turn++)
        {
            publishers.ForEach(publisher => publisher.IsPaused = false);
            await Task.Delay(Settle);
            await probes.OnThreadAsync(all => node.Attach(all, times));
            var (heardBefore, cpuBefore, clock) = (chat.Heard, server.Process.CpuTime(), Stopwatch.StartNew());
            await Task.Delay(Turn);
            await probes.OnThreadAsync(LatencySamples.Detach);
            (heard, cpu, measured) = (heard + chat.Heard - heardBefore, cpu + server.Process.CpuTime() - cpuBefore, measured + clock.Elapsed);
            publishers.ForEach(publisher => publisher.IsPaused = true);
            await EchoAsync(echo, server.Process);
        }
        publishers.ForEach(publisher => publisher.Dispose());
        Print(people, cpu / measured, heard / measured.TotalSeconds, node, echo.Samples);
    }

    /// <summary>One turn of the loop, with the node's process standing still.</summary>
    private static async Task EchoAsync(EchoLoop echo, Process node)
    {
        await SignalAsync(node, "STOP");
        echo.Speak(true);
        await Task.Delay(Settle);
        echo.IsMeasuring = true;
        await Task.Delay(Turn);
        echo.IsMeasuring = false;
        echo.Speak(false);
        await SignalAsync(node, "CONT");
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static void Print(int people, double load, double chatRate, LatencySamples node, LatencySamples echo)
    {
        Table.Header("", "webinars", "viewers", "load of core", "chat msg/s", "packets", "p50 ms", "p99 ms", "frame wait ms");
        Table.Row("node", Webinars, people, $"{load:0.00}", $"{chatRate:0}", node.Count, $"{node.Through(0.5):0.000}", $"{node.Through(0.99):0.000}", $"{node.FrameWait:0.000}");
        Table.Row("echo", Webinars, people, "", "", echo.Count, $"{echo.Through(0.5):0.000}", $"{echo.Through(0.99):0.000}", $"{echo.FrameWait:0.000}");
        Table.Json(new
        {
            bench = "latency",
            p50_ms = Math.Round(node.Through(0.5), 3),
            p99_ms = Math.Round(node.Through(0.99), 3),
            echo_p50_ms = Math.Round(echo.Through(0.5), 3),
            echo_p99_ms = Math.Round(echo.Through(0.99), 3),
            p50_beyond_echo_ms = Math.Round(node.Through(0.5) - echo.Through(0.5), 3),
            p99_beyond_echo_ms = Math.Round(node.Through(0.99) - echo.Through(0.99), 3),
            frame_wait_ms = Math.Round(node.FrameWait, 3),
            load = Math.Round(load, 2),
            chat_messages_per_s = Math.Round(chatRate),
        });
    }

    /// <summary>Lets viewers in until the core is half busy.</summary>
    private static async Task<int> LoadAsync(BroadcastServer server, ViewerSwarm crowd, List<NodeWebinar> webinars)
    {
        for (var people = 0; people < LargestCrowd;)
        {
            for (var i = 0; i < CrowdStep; i++)
                await crowd.AddAsync(webinars[i % Webinars].OfferAsync);
            people += CrowdStep;
            await Task.Delay(Settle);
            var (cpu, clock) = (server.Process.CpuTime(), Stopwatch.StartNew());
            await Task.Delay(TimeSpan.FromSeconds(1));
            if ((server.Process.CpuTime() - cpu) / clock.Elapsed >= WantedLoad)
                return people;
        }
        return LargestCrowd;
    }
}
