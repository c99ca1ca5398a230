using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What makes two descriptions the same codec, whatever their payload types.</summary>
internal readonly record struct CodecIdentity(
    string MimeType, int ClockRate, int Channels, IReadOnlyDictionary<string, CodecParameter> Parameters)
{
    private const int MonoUnlessSaid = 1;

    public static CodecIdentity Of(RtpCodecCapability codec) =>
        new(codec.MimeType, codec.ClockRate, codec.Channels ?? MonoUnlessSaid, codec.Parameters);

    public static CodecIdentity Of(RtpCodecParameters codec) =>
        new(codec.MimeType, codec.ClockRate, codec.Channels ?? MonoUnlessSaid, codec.Parameters);

    public static bool IsRtx(string mimeType) => mimeType.EndsWith("/rtx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Redundant audio (RFC 2198): a codec of its own beside the one that it carries.</summary>
    public static bool IsRed(string mimeType) => mimeType.Equals("audio/red", StringComparison.OrdinalIgnoreCase);

    public static bool IsOpus(string mimeType) => mimeType.Equals("audio/opus", StringComparison.OrdinalIgnoreCase);

    /// <summary>Same name, clock and channels: the media plane handles both alike.</summary>
    public bool IsSameFormat(in CodecIdentity other) =>
        MimeType.Equals(other.MimeType, StringComparison.OrdinalIgnoreCase) && ClockRate == other.ClockRate && Channels == other.Channels;

    /// <summary>Same format and a bitstream that a decoder for the other can decode.</summary>
    public bool IsCompatibleWith(in CodecIdentity other)
    {
        if (!IsSameFormat(other))
            return false;
        return MimeType.ToLowerInvariant() switch
        {
            "video/h264" => HasSameNumber(other, "packetization-mode") && HasSameH264Profile(other),
            "video/vp9" => HasSameNumber(other, "profile-id"),
            "video/av1" => HasSameNumber(other, "profile"),
            _ => true,
        };
    }

    /// <summary>The number under <paramref name="name"/>; 0 when absent, as the payload formats define it.</summary>
    public long Number(string name) => Parameters.TryGetValue(name, out var value) ? value.Number ?? -1 : 0;

    public string H264ProfileLevel => Parameters.TryGetValue("profile-level-id", out var value) ? value.Text : H264ProfileLevelId.Default;

    private bool HasSameNumber(in CodecIdentity other, string name) => Number(name) == other.Number(name);

    private bool HasSameH264Profile(in CodecIdentity other) =>
        H264ProfileLevelId.TryParse(H264ProfileLevel, out var mine, out _)
        && H264ProfileLevelId.TryParse(other.H264ProfileLevel, out var theirs, out _)
        && mine == theirs;
}
