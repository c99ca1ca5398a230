namespace Broadcast.Sfu.Control.Parameters;

/// <summary>What one producer or consumer puts on the wire (ORTC RTCRtpParameters, as in mediasoup).</summary>
public sealed record RtpParameters
{
    public string? Mid { get; init; }
    public required IReadOnlyList<RtpCodecParameters> Codecs { get; init; }
    public IReadOnlyList<RtpHeaderExtensionParameters> HeaderExtensions { get; init; } = [];
    public IReadOnlyList<RtpEncodingParameters> Encodings { get; init; } = [];
    public RtcpParameters? Rtcp { get; init; }
    public string? Msid { get; init; }
}

/// <summary>A codec in use with the payload type chosen for it. RTX is a codec of its own whose <c>apt</c> parameter names the media payload type.</summary>
public sealed record RtpCodecParameters
{
    public required string MimeType { get; init; }
    public required byte PayloadType { get; init; }
    public required int ClockRate { get; init; }
    public int? Channels { get; init; }
    /// <summary>fmtp parameters: numbers and strings, as mediasoup-client sends them.</summary>
    public IReadOnlyDictionary<string, CodecParameter> Parameters { get; init; } = new Dictionary<string, CodecParameter>();
    public IReadOnlyList<RtcpFeedback> RtcpFeedback { get; init; } = [];
}

/// <summary>A feedback message kind: <c>nack</c>, <c>nack pli</c>, <c>ccm fir</c>, <c>goog-remb</c>, <c>transport-cc</c>.</summary>
public sealed record RtcpFeedback(string Type, string? Parameter = null);

public sealed record RtpHeaderExtensionParameters
{
    public required string Uri { get; init; }
    /// <summary>1–14 for the one-byte form, up to 255 for the two-byte form (RFC 8285).</summary>
    public required byte Id { get; init; }
    public bool Encrypt { get; init; }
    public IReadOnlyDictionary<string, CodecParameter>? Parameters { get; init; }
}

/// <summary>One stream of a producer: by SSRC, or by RID for simulcast.</summary>
public sealed record RtpEncodingParameters
{
    public uint? Ssrc { get; init; }
    public string? Rid { get; init; }
    public byte? CodecPayloadType { get; init; }
    public RtxParameters? Rtx { get; init; }
    public bool? Dtx { get; init; }
    public string? ScalabilityMode { get; init; }
    public double? ScaleResolutionDownBy { get; init; }
    /// <summary>Bits per second.</summary>
    public long? MaxBitrate { get; init; }
    public double? MaxFramerate { get; init; }
    public bool? Active { get; init; }
}

public sealed record RtxParameters(uint Ssrc);

public sealed record RtcpParameters
{
    public string? Cname { get; init; }
    public bool? ReducedSize { get; init; }
    public bool? Mux { get; init; }
}
