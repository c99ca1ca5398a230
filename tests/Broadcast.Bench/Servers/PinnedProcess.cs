using System.Diagnostics;

namespace Broadcast.Bench.Servers;

/// <summary>Starts processes on one core and reads what they cost.</summary>
internal static class PinnedProcess
{
    public const int ServerCore = 0;
    public const int GeneratorCore = 1;

    public static Process Start(int core, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (IEnumerable<string>)["-c", $"{core}", program, .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    /// <summary>User and system time so far.</summary>
    public static TimeSpan CpuTime(this Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Resident set in kB.</summary>
    public static long ResidentKilobytes(this Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1024;
    }
}
