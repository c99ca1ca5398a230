using System.Diagnostics;
using Broadcast.Bench.Fanout;
using Broadcast.Bench.Servers;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;

namespace Broadcast.Bench.Latency;

/// <summary>
/// <c>bench-latency</c>: how long packets take from socket to socket while the node is half busy with many webinars and its process
/// serves a chat. One viewer of each webinar is a probe, on a thread of its own so that the crowd's work is not measured.
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
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measure = TimeSpan.FromSeconds(8);

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
        await Task.Delay(Settle);

        var samples = new LatencySamples();
        await probes.OnThreadAsync(all => samples.Attach(all, times));
        var (heard, cpu, clock) = (chat.Heard, server.Process.CpuTime(), Stopwatch.StartNew());
        await Task.Delay(Measure);
        await probes.OnThreadAsync(all => LatencySamples.Detach(all));
        var load = (server.Process.CpuTime() - cpu) / clock.Elapsed;
        var chatRate = (chat.Heard - heard) / clock.Elapsed.TotalSeconds;
        publishers.ForEach(publisher => publisher.Dispose());

        var (p50, p99, wait) = (samples.Through(0.5), samples.Through(0.99), samples.FrameWait);
        Table.Header("webinars", "viewers", "load of core", "chat msg/s", "packets", "p50 ms", "p99 ms", "frame wait ms");
        Table.Row(Webinars, people, $"{load:0.00}", $"{chatRate:0}", samples.Count, $"{p50:0.000}", $"{p99:0.000}", $"{wait:0.000}");
        Table.Json(new
        {
            bench = "latency",
            p50_ms = Math.Round(p50, 3),
            p99_ms = Math.Round(p99, 3),
            frame_wait_ms = Math.Round(wait, 3),
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
