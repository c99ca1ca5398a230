using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Broadcast.Sfu.Tests.Costs;

/// <summary>
/// Compares the cost of two operations in rounds of microseconds, taken in turn on one thread, by the best round of each: whatever else
/// the machine does makes rounds slower, and some of hundreds are left alone. What is not good enough is measured anew.
/// </summary>
internal static partial class CostMeter
{
    private const int Rounds = 200;
    private const int Attempts = 100;
    private const int ThreadCpuTime = 3;

    /// <summary>Bytes that every round allocates. What only some rounds do is the runtime's: it compiles, or sets something up.</summary>
    public static long AllocatedBytes(Operation operation)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            operation.Prepare?.Invoke();
            var before = GC.GetAllocatedBytesForCurrentThread();
            operation.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    /// <summary>How many times as long as <paramref name="floor"/> the operation takes.</summary>
    /// <param name="operation">Measured.</param>
    /// <param name="floor">Measured beside it.</param>
    /// <param name="enough">A ratio that is good enough to stop at.</param>
    public static double Ratio(Operation operation, Operation floor, double enough)
    {
        var least = double.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > enough; attempt++)
            least = Math.Min(least, Ratio(operation, floor));
        return least;
    }

    private static double Ratio(Operation operation, Operation floor)
    {
        var (best, bestFloor) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            bestFloor = Math.Min(bestFloor, Measure(floor));
            best = Math.Min(best, Measure(operation));
        }
        return best / bestFloor;
    }

    /// <summary>Nanoseconds per operation in one round.</summary>
    private static double Measure(Operation operation)
    {
        operation.Prepare?.Invoke();
        var began = Nanoseconds();
        operation.Run();
        return (Nanoseconds() - began) / (double)operation.Count;
    }

    /// <summary>CPU time of this thread, where the system tells it; what other threads do meanwhile does not count.</summary>
    private static long Nanoseconds()
    {
        if (!OperatingSystem.IsLinux())
            return (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds;
        GetTime(ThreadCpuTime, out var time);
        return time.Seconds * 1_000_000_000 + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
