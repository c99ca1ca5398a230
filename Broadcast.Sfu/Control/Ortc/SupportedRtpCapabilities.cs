using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>Everything the media plane understands. Names, ids and directions are those mediasoup clients are used to.</summary>
public static class SupportedRtpCapabilities
{
    private static readonly RtcpFeedback[] AudioFeedback =
    [
        new("nack"),
        new("transport-cc"),
    ];

    private static readonly RtcpFeedback[] VideoFeedback =
    [
        new("nack"),
        new("nack", "pli"),
        new("ccm", "fir"),
        new("goog-remb"),
        new("transport-cc"),
    ];

    /// <summary>All that a router may be told, and the codecs of one that was not told any: what every browser has comes first.</summary>
    public static IReadOnlyList<RtpCodecCapability> MediaCodecs { get; } =
    [
        Audio("audio/opus", 48_000, channels: 2, new() { ["useinbandfec"] = 1 }),
        Video("video/VP8"),
        Video("video/VP9", new() { ["profile-id"] = 0 }),
        Video("video/H264", new() { ["packetization-mode"] = 1, ["level-asymmetry-allowed"] = 1, ["profile-level-id"] = "42e01f" }),
        Video("video/AV1", new() { ["profile"] = 0 }),
        Audio("audio/red", 48_000, channels: 2, []),
    ];

    /// <summary>Ids stay below 15, so that the one-byte form (RFC 8285 §4.2) always fits.</summary>
    public static IReadOnlyList<RtpHeaderExtensionCapability> HeaderExtensions { get; } =
    [
        .. Both(HeaderExtensionUri.Mid, 1),
        Extension(MediaKind.Video, HeaderExtensionUri.Rid, 2, HeaderExtensionDirection.RecvOnly),
        Extension(MediaKind.Video, HeaderExtensionUri.RepairedRid, 3, HeaderExtensionDirection.RecvOnly),
        .. Both(HeaderExtensionUri.AbsSendTime, 4),
        Extension(MediaKind.Audio, HeaderExtensionUri.TransportCc, 5, HeaderExtensionDirection.RecvOnly),
        Extension(MediaKind.Video, HeaderExtensionUri.TransportCc, 5),
        Extension(MediaKind.Video, HeaderExtensionUri.DependencyDescriptor, 8),
        Extension(MediaKind.Audio, HeaderExtensionUri.AudioLevel, 10),
        Extension(MediaKind.Video, HeaderExtensionUri.VideoOrientation, 11),
        Extension(MediaKind.Video, HeaderExtensionUri.TransmissionOffset, 12),
        Extension(MediaKind.Video, HeaderExtensionUri.PlayoutDelay, 14),
    ];

    private static RtpCodecCapability Audio(string mimeType, int clockRate, int channels, Dictionary<string, CodecParameter> parameters) => new()
    {
        Kind = MediaKind.Audio,
        MimeType = mimeType,
        ClockRate = clockRate,
        Channels = channels,
        Parameters = parameters,
        RtcpFeedback = AudioFeedback,
    };

    private static RtpCodecCapability Video(string mimeType, Dictionary<string, CodecParameter>? parameters = null) => new()
    {
        Kind = MediaKind.Video,
        MimeType = mimeType,
        ClockRate = 90_000,
        Parameters = parameters ?? [],
        RtcpFeedback = VideoFeedback,
    };

    private static RtpHeaderExtensionCapability[] Both(string uri, byte id) =>
        [Extension(MediaKind.Audio, uri, id), Extension(MediaKind.Video, uri, id)];

    private static RtpHeaderExtensionCapability Extension(
        MediaKind kind, string uri, byte id, HeaderExtensionDirection direction = HeaderExtensionDirection.SendRecv) => new()
    {
        Kind = kind,
        Uri = uri,
        PreferredId = id,
        Direction = direction,
    };
}
