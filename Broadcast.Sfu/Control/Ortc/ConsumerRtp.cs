using System.Diagnostics.CodeAnalysis;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What a consumer puts on the wire for a receiver: the consumable parameters cut down to what the receiver takes.</summary>
public static class ConsumerRtp
{
    private static readonly RtcpFeedback TransportCc = new("transport-cc");
    private static readonly RtcpFeedback Remb = new("goog-remb");

    /// <returns>False if no media codec is in common or the capabilities are malformed.</returns>
    public static bool CanConsume(RtpParameters consumable, RtpCapabilities receiver) =>
        RtpCapabilitiesRules.Check(receiver) is null && consumable.Codecs.Any(codec => IsTaken(codec, receiver));

    /// <param name="consumable">From <see cref="ProducerRtp.Consumable"/>.</param>
    /// <param name="receiver">Not yet validated; as the client sent it.</param>
    /// <param name="stream">What the transport chose for this consumer.</param>
    /// <param name="parameters">One encoding; RTX beside it where negotiated.</param>
    /// <param name="error">Malformed capabilities are <see cref="ControlErrorCode.InvalidArgument"/>, no codec in common <see cref="ControlErrorCode.Unsupported"/>.</param>
    public static bool TryCreate(
        RtpParameters consumable,
        RtpCapabilities receiver,
        in ConsumerStream stream,
        [NotNullWhen(true)] out RtpParameters? parameters,
        [NotNullWhen(false)] out ControlError? error)
    {
        parameters = null;
        error = RtpCapabilitiesRules.Check(receiver);
        if (error is not null)
            return false;
        var media = consumable.Codecs.Where(codec => IsTaken(codec, receiver)).ToList();
        if (media.TrueForAll(codec => CodecIdentity.IsRed(codec.MimeType)))
        {
            error = Violation.Unsupported($"The receiver takes none of {string.Join(", ", consumable.Codecs.Select(c => c.MimeType).Where(m => !CodecIdentity.IsRtx(m)))}.");
            return false;
        }
        parameters = Create(consumable, receiver, stream, media);
        return true;
    }

    private static RtpParameters Create(RtpParameters consumable, RtpCapabilities receiver, in ConsumerStream stream, List<RtpCodecParameters> media)
    {
        var kind = CodecRules.KindOf(media[0].MimeType);
        var extensions = HeaderExtensionsInCommon(consumable, receiver, kind);
        var feedback = Choose(stream.Feedback, media, extensions, receiver);
        var codecs = new List<RtpCodecParameters>();
        foreach (var codec in media)
        {
            codecs.Add(codec with { RtcpFeedback = FeedbackInCommon(codec, receiver, feedback) });
            if (FindRtx(consumable, codec.PayloadType) is { } rtx && HasRtx(receiver, codec))
                codecs.Add(rtx);
        }
        var hasRtx = codecs.Any(c => CodecIdentity.IsRtx(c.MimeType));
        return new RtpParameters
        {
            Mid = stream.Mid,
            Codecs = codecs,
            HeaderExtensions = [.. extensions.Where(extension => IsWanted(extension, feedback) && (IsDescribed(consumable) || extension.Uri != HeaderExtensionUri.DependencyDescriptor))],
            Encodings = [Encoding(consumable, stream, hasRtx)],
            Rtcp = new RtcpParameters { Cname = stream.Cname, ReducedSize = true, Mux = true },
            Msid = consumable.Msid,
        };
    }

    private static RtpEncodingParameters Encoding(RtpParameters consumable, in ConsumerStream stream, bool hasRtx) => new()
    {
        Ssrc = stream.Ssrc,
        Rtx = hasRtx ? new RtxParameters(stream.RtxSsrc) : null,
        Dtx = consumable.Encodings[0].Dtx,
        ScalabilityMode = ScalabilityOf(consumable.Encodings),
        MaxBitrate = consumable.Encodings.Max(e => e.MaxBitrate),
    };

    /// <summary>Of several streams what one of their layers would be called if they were one.</summary>
    private static string? ScalabilityOf(IReadOnlyList<RtpEncodingParameters> encodings)
    {
        var mode = encodings[0].ScalabilityMode;
        if (encodings.Count == 1)
            return mode;
        var temporal = mode is not null && ScalabilityMode.TryParse(mode, out var parsed) ? parsed.TemporalLayers : 1;
        return $"L{encodings.Count}T{temporal}";
    }

    /// <summary>Transport-cc falls back to REMB for receivers without it, REMB to nothing.</summary>
    private static BandwidthFeedback Choose(
        BandwidthFeedback wanted, List<RtpCodecParameters> media, List<RtpHeaderExtensionParameters> extensions, RtpCapabilities receiver)
    {
        if (wanted == BandwidthFeedback.TransportCc && Has(TransportCc) && HasExtension(HeaderExtensionUri.TransportCc))
            return BandwidthFeedback.TransportCc;
        if (wanted != BandwidthFeedback.None && Has(Remb) && HasExtension(HeaderExtensionUri.AbsSendTime))
            return BandwidthFeedback.Remb;
        return BandwidthFeedback.None;

        bool HasExtension(string uri) => extensions.Any(e => e.Uri == uri);

        bool Has(RtcpFeedback feedback) => media.Any(codec => codec.RtcpFeedback.Contains(feedback)
            && FindCapability(codec, receiver)!.RtcpFeedback.Any(f => IsSame(f, feedback)));
    }

    private static List<RtcpFeedback> FeedbackInCommon(RtpCodecParameters codec, RtpCapabilities receiver, BandwidthFeedback chosen) =>
    [
        .. codec.RtcpFeedback.Where(feedback =>
            FindCapability(codec, receiver)!.RtcpFeedback.Any(f => IsSame(f, feedback))
            && (feedback != TransportCc || chosen == BandwidthFeedback.TransportCc)
            && (feedback != Remb || chosen == BandwidthFeedback.Remb)),
    ];

    private static List<RtpHeaderExtensionParameters> HeaderExtensionsInCommon(RtpParameters consumable, RtpCapabilities receiver, MediaKind kind) =>
    [
        .. consumable.HeaderExtensions.Where(extension =>
            receiver.HeaderExtensions.Any(e => e.Kind == kind && e.Uri == extension.Uri && e.PreferredId == extension.Id)),
    ];

    private static bool IsWanted(RtpHeaderExtensionParameters extension, BandwidthFeedback chosen) => extension.Uri switch
    {
        HeaderExtensionUri.TransportCc => chosen == BandwidthFeedback.TransportCc,
        HeaderExtensionUri.AbsSendTime => chosen == BandwidthFeedback.Remb,
        _ => true,
    };

    /// <summary>
    /// Only AV1 needs its dependency descriptors for decoding, and only of one stream do they go on without a gap; where the payload tells
    /// the same, a descriptor that was not rewritten would contradict it.
    /// </summary>
    private static bool IsDescribed(RtpParameters consumable) =>
        consumable.Encodings.Count == 1 && consumable.Codecs[0].MimeType.Equals("video/AV1", StringComparison.OrdinalIgnoreCase);

    private static bool IsTaken(RtpCodecParameters codec, RtpCapabilities receiver) =>
        !CodecIdentity.IsRtx(codec.MimeType) && FindCapability(codec, receiver) is not null;

    private static RtpCodecCapability? FindCapability(RtpCodecParameters codec, RtpCapabilities receiver)
    {
        var identity = CodecIdentity.Of(codec);
        return receiver.Codecs.FirstOrDefault(c => CodecIdentity.Of(c).IsCompatibleWith(identity));
    }

    private static RtpCodecParameters? FindRtx(RtpParameters consumable, byte payloadType) =>
        consumable.Codecs.FirstOrDefault(c => CodecIdentity.IsRtx(c.MimeType) && c.Parameters["apt"].Number == payloadType);

    private static bool HasRtx(RtpCapabilities receiver, RtpCodecParameters codec)
    {
        var payloadType = FindCapability(codec, receiver)!.PreferredPayloadType;
        return receiver.Codecs.Any(c => CodecIdentity.IsRtx(c.MimeType) && c.Parameters["apt"].Number == payloadType);
    }

    /// <summary>Clients write "no parameter" as null or as an empty string.</summary>
    private static bool IsSame(RtcpFeedback a, RtcpFeedback b) => a.Type == b.Type && (a.Parameter ?? "") == (b.Parameter ?? "");
}
