namespace Broadcast.Recorder.Certification;

/// <summary>Packets that never came.</summary>
/// <param name="AtMs">Session time at which the packet after them came.</param>
internal sealed record MissingPackets(long AtMs, long Packets);
