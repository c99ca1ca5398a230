using System.Globalization;

namespace Broadcast.Bench.Recording;

/// <summary>Processor time of this process and of the children that it has waited for.</summary>
internal static class ProcessTime
{
    /// <summary>USER_HZ, which Linux shows to programs everywhere alike.</summary>
    private const double TicksPerSecond = 100;

    public static TimeSpan Used()
    {
        var line = File.ReadAllText("/proc/self/stat");
        // After the name in brackets; utime, stime, cutime and cstime are fields 14 to 17 (proc(5)).
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond);
    }
}
