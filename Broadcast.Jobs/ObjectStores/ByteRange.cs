namespace Broadcast.Jobs.ObjectStores;

/// <summary>A part of an object that lies wholly inside it; <paramref name="Length"/> is at least 1.</summary>
public readonly record struct ByteRange(long Offset, long Length);
