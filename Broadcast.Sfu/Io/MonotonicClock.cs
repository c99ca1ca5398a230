using System.Diagnostics;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io;

/// <summary>Reads the machine's monotonic clock for the shells; the core is handed the result.</summary>
public static class MonotonicClock
{
    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;

    public static Instant Now => new((long)(Stopwatch.GetTimestamp() * MicrosecondsPerTick));
}
