using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>A producer's validated parameters and how its payload types and header extension ids become the router's.</summary>
public sealed class ProducerRtp
{
    private readonly byte[] payloadTypes;
    private readonly byte[] headerExtensionIds;

    private ProducerRtp(MediaKind kind, RtpParameters parameters, RtpCapabilities router, byte[] payloadTypes, List<RtpCodecParameters> consumableCodecs)
    {
        Kind = kind;
        Parameters = parameters;
        StreamType = StreamTypeOf(parameters.Encodings);
        Scalability = parameters.Encodings[0].ScalabilityMode is { } text && ScalabilityMode.TryParse(text, out var mode) ? mode : new ScalabilityMode(1, 1);
        Consumable = ConsumableOf(kind, parameters, router, consumableCodecs);
        this.payloadTypes = payloadTypes;
        headerExtensionIds = MapHeaderExtensions(kind, parameters, router);
    }

    public MediaKind Kind { get; }

    public StreamType StreamType { get; }

    /// <summary>The layers of each of its streams, as announced; one of each where nothing was said.</summary>
    public ScalabilityMode Scalability { get; }

    /// <summary>As the publisher sends; always at least one encoding.</summary>
    public RtpParameters Parameters { get; }

    /// <summary>As its packets are once redundant audio has been taken apart.</summary>
    public RtpParameters Carried => Parameters with { Codecs = [.. Parameters.Codecs.Where(codec => !CodecIdentity.IsRed(codec.MimeType))] };

    /// <summary>The same media in the router's payload types and header extension ids; encodings carry no SSRC.</summary>
    public RtpParameters Consumable { get; }

    /// <summary>The router's payload type for the publisher's.</summary>
    /// <returns>False if the publisher did not announce it.</returns>
    public bool TryMapPayloadType(byte payloadType, out byte mapped)
    {
        mapped = payloadTypes[payloadType & 0x7F];
        return mapped != 0;
    }

    /// <summary>The router's header extension id for the publisher's; 0 if the router does not know the extension.</summary>
    public byte MapHeaderExtensionId(byte id) => headerExtensionIds[id];

    /// <summary>Whether packets of the other one read the same: but for SSRCs.</summary>
    public bool IsSameMedia(ProducerRtp other) => Wire(WithoutSsrcs).AsSpan().SequenceEqual(Wire(other.WithoutSsrcs));

    /// <summary>Whether the streams have the same SSRCs, those of retransmissions among them.</summary>
    public bool HasSameSsrcs(ProducerRtp other) => Ssrcs.SequenceEqual(other.Ssrcs);

    private IEnumerable<(uint?, uint?)> Ssrcs => Parameters.Encodings.Select(encoding => (encoding.Ssrc, encoding.Rtx?.Ssrc));

    private RtpParameters WithoutSsrcs => Parameters with
    {
        Encodings =
        [
            .. Parameters.Encodings.Select(encoding => encoding with
            {
                Ssrc = encoding.Ssrc is null ? null : 0,
                Rtx = encoding.Rtx is null ? null : new RtxParameters(0),
            }),
        ],
    };

    private static byte[] Wire(RtpParameters parameters) => JsonSerializer.SerializeToUtf8Bytes(parameters, ControlJson.Default.RtpParameters);

    /// <param name="kind">Every codec must be of it.</param>
    /// <param name="parameters">As the client sent them, and as declared beside their record.</param>
    /// <param name="router">From <see cref="RouterRtpCapabilities.TryCreate"/>.</param>
    /// <param name="producer">The mapping, if the parameters hold.</param>
    /// <param name="error">Malformed is <see cref="ControlErrorCode.InvalidArgument"/>, a codec that the router lacks <see cref="ControlErrorCode.Unsupported"/>.</param>
    public static bool TryCreate(
        MediaKind kind,
        RtpParameters parameters,
        RtpCapabilities router,
        [NotNullWhen(true)] out ProducerRtp? producer,
        [NotNullWhen(false)] out ControlError? error)
    {
        producer = null;
        error = RtpParametersRules.Check(kind, parameters);
        if (error is not null)
            return false;
        if (parameters.Encodings.Count == 0)
            parameters = parameters with { Encodings = [new RtpEncodingParameters()] };
        var payloadTypes = new byte[128];
        if (!TryMapCodecs(parameters, router, payloadTypes, out var consumableCodecs, out error))
            return false;
        producer = new ProducerRtp(kind, parameters, router, payloadTypes, consumableCodecs);
        return true;
    }

    private static bool TryMapCodecs(
        RtpParameters parameters, RtpCapabilities router, byte[] payloadTypes, out List<RtpCodecParameters> consumable, [NotNullWhen(false)] out ControlError? error)
    {
        consumable = [];
        error = null;
        foreach (var codec in parameters.Codecs.Where(c => !CodecIdentity.IsRtx(c.MimeType)))
        {
            var identity = CodecIdentity.Of(codec);
            if (router.Codecs.FirstOrDefault(c => CodecIdentity.Of(c).IsCompatibleWith(identity)) is not { } routed)
            {
                error = Violation.Unsupported($"The router has no codec {codec.MimeType} at {codec.ClockRate} Hz with these parameters.");
                return false;
            }
            var payloadType = routed.PreferredPayloadType!.Value;
            payloadTypes[codec.PayloadType] = payloadType;
            if (CodecIdentity.IsRed(codec.MimeType) || consumable.Any(c => c.PayloadType == payloadType))
                continue;
            consumable.Add(ConsumableCodec(routed, codec.Parameters));
            MapRtx(parameters, router, codec.PayloadType, payloadType, payloadTypes, consumable);
        }
        AddRed(router, consumable);
        return true;
    }

    /// <summary>Consumers may get redundant audio even when the publisher sends none: it is made here.</summary>
    private static void AddRed(RtpCapabilities router, List<RtpCodecParameters> consumable)
    {
        if (consumable.Find(codec => CodecIdentity.IsOpus(codec.MimeType)) is { } opus && router.Codecs.FirstOrDefault(c => CodecIdentity.IsRed(c.MimeType)) is { } red)
            consumable.Add(ConsumableCodec(red, RedOf(opus.PayloadType)));
    }

    /// <summary>What it carries, twice (RFC 2198 §5): a value without a name, which browsers read as one of an empty name.</summary>
    private static Dictionary<string, CodecParameter> RedOf(byte payloadType) => new() { [""] = $"{payloadType}/{payloadType}" };

    /// <summary>Consumers may get RTX even when the publisher sends none: retransmissions are made here.</summary>
    private static void MapRtx(
        RtpParameters parameters, RtpCapabilities router, byte payloadType, byte routedPayloadType, byte[] payloadTypes, List<RtpCodecParameters> consumable)
    {
        var routed = router.Codecs.FirstOrDefault(c => CodecIdentity.IsRtx(c.MimeType) && c.Parameters["apt"].Number == routedPayloadType);
        if (routed is null)
            return;
        consumable.Add(ConsumableCodec(routed, routed.Parameters));
        var published = parameters.Codecs.FirstOrDefault(c => CodecIdentity.IsRtx(c.MimeType) && c.Parameters["apt"].Number == payloadType);
        if (published is not null)
            payloadTypes[published.PayloadType] = routed.PreferredPayloadType!.Value;
    }

    private static RtpCodecParameters ConsumableCodec(RtpCodecCapability routed, IReadOnlyDictionary<string, CodecParameter> parameters) => new()
    {
        MimeType = routed.MimeType,
        PayloadType = routed.PreferredPayloadType!.Value,
        ClockRate = routed.ClockRate,
        Channels = routed.Channels,
        Parameters = parameters,
        RtcpFeedback = routed.RtcpFeedback,
    };

    private static RtpParameters ConsumableOf(MediaKind kind, RtpParameters parameters, RtpCapabilities router, List<RtpCodecParameters> codecs) => new()
    {
        Codecs = codecs,
        HeaderExtensions =
        [
            .. router.HeaderExtensions
                .Where(e => e.Kind == kind && e.Direction is HeaderExtensionDirection.SendRecv or HeaderExtensionDirection.SendOnly)
                .Select(e => new RtpHeaderExtensionParameters { Uri = e.Uri, Id = e.PreferredId }),
        ],
        Encodings = [.. parameters.Encodings.Select(e => e with { Ssrc = null, Rtx = null, Rid = null, CodecPayloadType = null })],
        Rtcp = new RtcpParameters { Cname = parameters.Rtcp?.Cname, ReducedSize = true, Mux = true },
        Msid = parameters.Msid,
    };

    private static byte[] MapHeaderExtensions(MediaKind kind, RtpParameters parameters, RtpCapabilities router)
    {
        var ids = new byte[256];
        foreach (var extension in parameters.HeaderExtensions)
        {
            if (router.HeaderExtensions.FirstOrDefault(e => e.Kind == kind && e.Uri == extension.Uri) is { } routed)
                ids[extension.Id] = routed.PreferredId;
        }
        return ids;
    }

    private static StreamType StreamTypeOf(IReadOnlyList<RtpEncodingParameters> encodings)
    {
        if (encodings.Count > 1)
            return StreamType.Simulcast;
        var hasLayers = encodings is [{ ScalabilityMode: { } text }] && ScalabilityMode.TryParse(text, out var mode) && mode.SpatialLayers > 1;
        return hasLayers ? StreamType.Svc : StreamType.Simple;
    }
}
