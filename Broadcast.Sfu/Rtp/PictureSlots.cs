namespace Broadcast.Sfu.Rtp;

/// <summary>Where in a payload the numbers of its picture stand, which differ from receiver to receiver. An offset of 0 means nowhere.</summary>
/// <param name="PictureId">Of one byte, or of two with the highest bit set.</param>
/// <param name="Tl0PicIdx">Of one byte.</param>
public readonly record struct PictureSlots(byte PictureId, byte Tl0PicIdx, bool IsLong);
