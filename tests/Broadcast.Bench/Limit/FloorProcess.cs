using System.Diagnostics;
using System.Globalization;
using Broadcast.Bench.Traffic;

namespace Broadcast.Bench.Limit;

/// <summary>The child process that sends the test stream with <see cref="FloorSender"/> to the ports named in its first line of input, until its input ends.</summary>
internal static class FloorProcess
{
    public const string Command = "floor";

    public static int Run()
    {
        var ports = Console.ReadLine()!.Split(',').Select(port => ushort.Parse(port, CultureInfo.InvariantCulture)).ToArray();
        using var sender = new FloorSender(BenchNetwork.Address, ports);
        using var stopping = new ManualResetEventSlim();
        new Thread(() => { Console.ReadLine(); stopping.Set(); }) { IsBackground = true }.Start();

        var stream = new TestStream();
        var clock = Stopwatch.StartNew();
        for (var frame = 0L; ; frame++)
        {
            var wait = TimeSpan.FromSeconds((double)frame / TestStream.FramesPerSecond) - clock.Elapsed;
            if (stopping.Wait(wait > TimeSpan.Zero ? wait : TimeSpan.Zero))
                return 0;
            stream.NextFrame(packet => sender.Take(packet.Span));
            sender.SendFrame();
        }
    }
}
