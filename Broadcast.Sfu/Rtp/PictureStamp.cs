namespace Broadcast.Sfu.Rtp;

/// <summary>What is written into a template's <see cref="PictureSlots"/>.</summary>
public readonly record struct PictureStamp(ushort PictureId, byte Tl0PicIdx);
