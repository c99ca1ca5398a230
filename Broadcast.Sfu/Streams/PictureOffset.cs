namespace Broadcast.Sfu.Streams;

/// <summary>What is added to the numbers of a source's pictures (<see cref="Codecs.PictureNumbers"/>), so that a receiver sees them go on without a gap.</summary>
public readonly record struct PictureOffset(ushort PictureId, byte Tl0PicIdx);
