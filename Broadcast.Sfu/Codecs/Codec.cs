namespace Broadcast.Sfu.Codecs;

/// <summary>The codecs that are forwarded.</summary>
public enum Codec : byte
{
    Unknown,
    Opus,
    Vp8,
    Vp9,
    H264,
    Av1,
}
