namespace Broadcast.Sfu.Streams;

/// <summary>Under which numbers a packet goes out.</summary>
public readonly record struct MappedNumbers(ushort Sequence, uint Timestamp, PictureOffset Picture);
