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

    /// <summary>Opus with what earlier packets carried (RFC 2198). It comes and goes as such; within the node there is Opus.</summary>
    Red,
}
