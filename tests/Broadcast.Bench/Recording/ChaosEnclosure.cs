using System.Diagnostics;

namespace Broadcast.Bench.Recording;

/// <summary>
/// Namespaces of the benchmark's own for processes and mounts, with memory file systems in the places that are written to: whatever was
/// started, mounted or left lying is gone when it ends, however it ends.
/// </summary>
internal static class ChaosEnclosure
{
    /// <summary>The disk of the recordings, small enough to be filled.</summary>
    public const string Disk = "/mnt/disk";

    /// <summary>For all that is not meant when that disk is full.</summary>
    public const string Elsewhere = "/mnt/elsewhere";

    /// <summary>Where recorders keep what waits for the disk.</summary>
    public const string SharedMemory = "/dev/shm";

    private const string Marker = "BROADCAST_BENCH_CHAOS";

    private const string Mounts =
        $"mount -t tmpfs tmpfs /mnt && mkdir {Disk} {Elsewhere} && mount -t tmpfs -o size=600m tmpfs {Disk} && mount -t tmpfs tmpfs {SharedMemory}";

    public static bool IsInside => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>Runs this program again, with the same arguments, inside.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> ReenterAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("unshare") { Environment = { [Marker] = "1" } };
        string[] words =
        [
            "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--",
            "sh", "-c", $"{Mounts} && exec \"$@\"", "sh", "dotnet", Environment.GetCommandLineArgs()[0], .. arguments,
        ];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start.");
        AppDomain.CurrentDomain.ProcessExit += Kill;
        await process.WaitForExitAsync();
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        return process.ExitCode;

        void Kill(object? sender, EventArgs e) => process.Kill();
    }
}
