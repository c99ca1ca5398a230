using System.ComponentModel.DataAnnotations;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>What a router or an endpoint can receive (ORTC RTCRtpCapabilities, as in mediasoup).</summary>
public sealed record RtpCapabilities
{
    [MaxLength(RtpLimits.MaxCodecs)]
    public IReadOnlyList<RtpCodecCapability> Codecs { get; init; } = [];
    [MaxLength(RtpLimits.MaxHeaderExtensions)]
    public IReadOnlyList<RtpHeaderExtensionCapability> HeaderExtensions { get; init; } = [];
}

public sealed record RtpCodecCapability
{
    public required MediaKind Kind { get; init; }
    [StringLength(RtpLimits.MaxNameLength)]
    public required string MimeType { get; init; }
    public byte? PreferredPayloadType { get; init; }
    [Range(1, RtpLimits.MaxClockRate)]
    public required int ClockRate { get; init; }
    [Range(1, RtpLimits.MaxChannels)]
    public int? Channels { get; init; }
    [MaxLength(RtpLimits.MaxParametersPerCodec)]
    public IReadOnlyDictionary<string, CodecParameter> Parameters { get; init; } = new Dictionary<string, CodecParameter>();
    [MaxLength(RtpLimits.MaxFeedbackPerCodec)]
    public IReadOnlyList<RtcpFeedback> RtcpFeedback { get; init; } = [];
}

public sealed record RtpHeaderExtensionCapability
{
    public required MediaKind Kind { get; init; }
    [StringLength(RtpLimits.MaxTextLength, MinimumLength = 1)]
    public required string Uri { get; init; }
    [Range(1, byte.MaxValue)]
    public required byte PreferredId { get; init; }
    public bool PreferredEncrypt { get; init; }
    public HeaderExtensionDirection Direction { get; init; } = HeaderExtensionDirection.SendRecv;
}
