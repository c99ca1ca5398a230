using System.Globalization;

namespace Broadcast.Bench.Recording;

/// <summary>Processor time of this process, and of the children that it has waited for.</summary>
internal readonly record struct ProcessTime(TimeSpan Own, TimeSpan Children)
{
    /// <summary>USER_HZ, which Linux shows to programs everywhere alike.</summary>
    private const double TicksPerSecond = 100;

    public static ProcessTime Used()
    {
        var line = File.ReadAllText("/proc/self/stat");
        // After the name in brackets; utime, stime, cutime and cstime are fields 14 to 17 (proc(5)).
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessTime(Seconds(fields[11..13]), Seconds(fields[13..15]));
    }

    public static ProcessTime operator -(ProcessTime a, ProcessTime b) => new(a.Own - b.Own, a.Children - b.Children);

    private static TimeSpan Seconds(string[] ticks) =>
        TimeSpan.FromSeconds(ticks.Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond);
}
