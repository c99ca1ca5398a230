namespace Broadcast.Sfu.Streams;

/// <summary>How much may come from one sender.</summary>
public readonly record struct Rate(long BitsPerSecond, int PacketsPerSecond);
