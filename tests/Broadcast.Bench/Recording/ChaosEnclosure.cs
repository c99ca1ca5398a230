using Broadcast.Bench.Servers;

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

    private const string Mounts =
        $"mount -t tmpfs tmpfs /mnt && mkdir {Disk} {Elsewhere} && mount -t tmpfs -o size=600m tmpfs {Disk} && mount -t tmpfs tmpfs {SharedMemory}";

    private static readonly Enclosure Enclosure = new("BROADCAST_BENCH_CHAOS", Mounts);

    public static bool IsInside => Enclosure.IsInside;

    /// <inheritdoc cref="Enclosure.ReenterAsync"/>
    public static Task<int> ReenterAsync(string[] arguments) => Enclosure.ReenterAsync(arguments);
}
