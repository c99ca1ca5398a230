namespace Broadcast.Sfu.Io;

/// <summary>Binds the calling thread to a core.</summary>
internal static class CpuAffinity
{
    private const int MaxCores = 1_024;

    /// <returns>False where the system does not allow or know it.</returns>
    public static unsafe bool TryPin(int core)
    {
        if (!OperatingSystem.IsLinux() || core is < 0 or >= MaxCores)
            return false;
        var mask = stackalloc ulong[MaxCores / 64];
        new Span<ulong>(mask, MaxCores / 64).Clear();
        mask[core / 64] = 1UL << (core % 64);
        return Libc.SetAffinity(thread: 0, MaxCores / 8, mask) == 0;
    }
}
