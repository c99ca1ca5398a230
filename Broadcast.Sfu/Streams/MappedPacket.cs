namespace Broadcast.Sfu.Streams;

/// <summary>A packet that went out, found again by its number.</summary>
/// <param name="Source">As named in <see cref="SequenceMapper.SwitchTo"/>.</param>
/// <param name="Sequence">Extended sequence number of the source.</param>
/// <param name="TimestampOffset">Added to the source's timestamp.</param>
public readonly record struct MappedPacket(int Source, long Sequence, uint TimestampOffset, PictureOffset Picture);
