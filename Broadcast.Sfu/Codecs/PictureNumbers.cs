namespace Broadcast.Sfu.Codecs;

/// <summary>
/// The numbers of a picture in a payload descriptor, and where they stand in it: PictureID and TL0PICIDX of VP8 (RFC 7741 §4.2) and VP9
/// (RFC 9628 §4.2). An offset of 0 means that there is none.
/// </summary>
public readonly record struct PictureNumbers(ushort PictureId, byte Tl0PicIdx, byte PictureIdOffset, byte Tl0PicIdxOffset, bool IsLong);
