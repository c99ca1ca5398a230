using System.Diagnostics;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io;

/// <summary>Reads the machine's monotonic clock for the shells; the core is handed the result.</summary>
public static class MonotonicClock
{
    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;

    public static Instant Now => new((long)(Stopwatch.GetTimestamp() * MicrosecondsPerTick));

    /// <summary>Reads the monotonic and the wall clock together; the latter in microseconds since 1970.</summary>
    public static Instant NowWithWallClock(out long wallUs)
    {
        wallUs = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return Now;
    }
}
