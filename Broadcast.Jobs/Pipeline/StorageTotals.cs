namespace Broadcast.Jobs.Pipeline;

/// <summary>What all recordings take, in bytes.</summary>
/// <param name="DiskBytes">On this machine's disk: journals and work files.</param>
/// <param name="FreeBytes">What is left on the disk of the journals.</param>
/// <param name="StoredBytes">In the object store.</param>
public sealed record StorageTotals(long DiskBytes, long FreeBytes, long StoredBytes);
