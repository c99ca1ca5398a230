using System.Diagnostics;
using System.Net;
using Broadcast.Bench.Fanout;
using Broadcast.Bench.Servers;

namespace Broadcast.Bench.Limit;

/// <summary><c>bench-limit</c>: the engine, and in turn with it the floor under it on this machine (<see cref="FloorSender"/>).</summary>
internal static class LimitBench
{
    private const int Viewers = 400;
    private const int Rounds = 3;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measure = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        var engine = new List<double>();
        var floor = new List<double>();
        Table.Header("round", "engine µs", "floor µs");
        for (var round = 1; round <= Rounds; round++)
        {
            engine.Add(await EngineAsync());
            floor.Add(await FloorAsync());
            Table.Row(round, $"{engine[^1]:0.00}", $"{floor[^1]:0.00}");
        }
        Table.Json(new
        {
            bench = "limit",
            engine_us = Math.Round(Median(engine), 2),
            floor_us = Math.Round(Median(floor), 2),
            ratio = Math.Round(Median(engine) / Median(floor), 2),
            viewers = Viewers,
        });
    }

    private static async Task<double> EngineAsync()
    {
        await using var server = await BroadcastServer.StartAsync();
        return (await FanoutRun.MeasureAsync(server, Viewers, BenchNetwork.Address, sound: false, hostile: false, feedback: false)).CpuMicrosecondsPerPacket;
    }

    /// <summary>Process time per packet that arrived.</summary>
    private static async Task<double> FloorAsync()
    {
        using var sinks = new Sinks(BenchNetwork.Address, Viewers);
        using var process = PinnedProcess.Start(PinnedProcess.ServerCore, "dotnet", Environment.GetCommandLineArgs()[0], FloorProcess.Command);
        await process.StandardInput.WriteLineAsync(string.Join(',', sinks.Ports));
        await Task.Delay(Settle);
        var (cpu, received) = (process.CpuTime(), sinks.Received);
        await Task.Delay(Measure);
        var perPacket = (process.CpuTime() - cpu).TotalMicroseconds / Math.Max(1, sinks.Received - received);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return perPacket;
    }

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
