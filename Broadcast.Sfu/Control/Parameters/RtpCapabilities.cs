namespace Broadcast.Sfu.Control.Parameters;

/// <summary>What a router or an endpoint can receive (ORTC RTCRtpCapabilities, as in mediasoup).</summary>
public sealed record RtpCapabilities
{
    public IReadOnlyList<RtpCodecCapability> Codecs { get; init; } = [];
    public IReadOnlyList<RtpHeaderExtensionCapability> HeaderExtensions { get; init; } = [];
}

public sealed record RtpCodecCapability
{
    public required MediaKind Kind { get; init; }
    public required string MimeType { get; init; }
    public byte? PreferredPayloadType { get; init; }
    public required int ClockRate { get; init; }
    public int? Channels { get; init; }
    public IReadOnlyDictionary<string, CodecParameter> Parameters { get; init; } = new Dictionary<string, CodecParameter>();
    public IReadOnlyList<RtcpFeedback> RtcpFeedback { get; init; } = [];
}

public sealed record RtpHeaderExtensionCapability
{
    public required MediaKind Kind { get; init; }
    public required string Uri { get; init; }
    public required byte PreferredId { get; init; }
    public bool PreferredEncrypt { get; init; }
    public HeaderExtensionDirection Direction { get; init; } = HeaderExtensionDirection.SendRecv;
}
