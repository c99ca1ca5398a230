using System.ComponentModel.DataAnnotations;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>What one producer or consumer puts on the wire (ORTC RTCRtpParameters, as in mediasoup).</summary>
public sealed record RtpParameters
{
    [StringLength(RtpLimits.MaxMidLength)]
    public string? Mid { get; init; }
    [MaxLength(RtpLimits.MaxCodecs)]
    public required IReadOnlyList<RtpCodecParameters> Codecs { get; init; }
    [MaxLength(RtpLimits.MaxHeaderExtensions)]
    public IReadOnlyList<RtpHeaderExtensionParameters> HeaderExtensions { get; init; } = [];
    [MaxLength(RtpLimits.MaxEncodings)]
    public IReadOnlyList<RtpEncodingParameters> Encodings { get; init; } = [];
    public RtcpParameters? Rtcp { get; init; }
    [StringLength(RtpLimits.MaxTextLength)]
    public string? Msid { get; init; }
}

/// <summary>A codec in use with the payload type chosen for it. RTX is a codec of its own whose <c>apt</c> parameter names the media payload type.</summary>
public sealed record RtpCodecParameters
{
    [StringLength(RtpLimits.MaxNameLength)]
    public required string MimeType { get; init; }
    public required byte PayloadType { get; init; }
    [Range(1, RtpLimits.MaxClockRate)]
    public required int ClockRate { get; init; }
    [Range(1, RtpLimits.MaxChannels)]
    public int? Channels { get; init; }
    /// <summary>fmtp parameters: numbers and strings, as mediasoup-client sends them.</summary>
    [MaxLength(RtpLimits.MaxParametersPerCodec)]
    public IReadOnlyDictionary<string, CodecParameter> Parameters { get; init; } = new Dictionary<string, CodecParameter>();
    [MaxLength(RtpLimits.MaxFeedbackPerCodec)]
    public IReadOnlyList<RtcpFeedback> RtcpFeedback { get; init; } = [];
}

/// <summary>A feedback message kind: <c>nack</c>, <c>nack pli</c>, <c>ccm fir</c>, <c>goog-remb</c>, <c>transport-cc</c>.</summary>
public sealed record RtcpFeedback(
    [property: StringLength(RtpLimits.MaxNameLength, MinimumLength = 1)] string Type,
    [property: StringLength(RtpLimits.MaxNameLength)] string? Parameter = null);

public sealed record RtpHeaderExtensionParameters
{
    [StringLength(RtpLimits.MaxTextLength, MinimumLength = 1)]
    public required string Uri { get; init; }
    /// <summary>1–14 for the one-byte form, up to 255 for the two-byte form (RFC 8285).</summary>
    [Range(1, byte.MaxValue)]
    public required byte Id { get; init; }
    public bool Encrypt { get; init; }
    [MaxLength(RtpLimits.MaxParametersPerCodec)]
    public IReadOnlyDictionary<string, CodecParameter>? Parameters { get; init; }
}

/// <summary>One stream of a producer: by SSRC, or by RID for simulcast.</summary>
public sealed record RtpEncodingParameters
{
    [Range(1, uint.MaxValue)]
    public uint? Ssrc { get; init; }
    [StringLength(RtpLimits.MaxRidLength, MinimumLength = 1)]
    public string? Rid { get; init; }
    public byte? CodecPayloadType { get; init; }
    public RtxParameters? Rtx { get; init; }
    public bool? Dtx { get; init; }
    public string? ScalabilityMode { get; init; }
    [Range(1, double.MaxValue)]
    public double? ScaleResolutionDownBy { get; init; }
    /// <summary>Bits per second.</summary>
    [Range(0, long.MaxValue)]
    public long? MaxBitrate { get; init; }
    [Range(0, double.MaxValue)]
    public double? MaxFramerate { get; init; }
    public bool? Active { get; init; }
}

public sealed record RtxParameters([property: Range(1, uint.MaxValue)] uint Ssrc);

public sealed record RtcpParameters
{
    [StringLength(RtpLimits.MaxCnameLength)]
    public string? Cname { get; init; }
    public bool? ReducedSize { get; init; }
    public bool? Mux { get; init; }
}
