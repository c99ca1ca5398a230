using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using static Broadcast.Sfu.Control.Ortc.Violation;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>Whether capabilities that came from outside are well formed.</summary>
internal static class RtpCapabilitiesRules
{
    public static ControlError? Check(RtpCapabilities? capabilities) =>
        capabilities is null
            ? Invalid("The RTP capabilities are missing.")
            : FirstOf(capabilities.Codecs, RtpLimits.MaxCodecs, "codecs", CodecRules.Check)
                ?? CodecRules.CheckUnique(PayloadTypesOf(capabilities.Codecs))
                ?? CodecRules.CheckRtx(capabilities.Codecs.Select(c => (CodecIdentity.Of(c), c.PreferredPayloadType)))
                ?? FirstOf(capabilities.HeaderExtensions, RtpLimits.MaxHeaderExtensions, "headerExtensions", CheckHeaderExtension);

    /// <summary>Codecs that a router is asked to route: media only, since RTX follows by itself.</summary>
    public static ControlError? CheckMediaCodecs(IReadOnlyList<RtpCodecCapability> codecs)
    {
        if (codecs.Count == 0)
            return Invalid("A router needs at least one codec.");
        return FirstOf(codecs, RtpLimits.MaxCodecs, "mediaCodecs", CodecRules.Check)
            ?? CodecRules.CheckUnique(PayloadTypesOf(codecs))
            ?? (codecs.Any(c => CodecIdentity.IsRtx(c.MimeType)) ? Invalid("RTX is no media codec; it is added beside each video codec.") : null);
    }

    private static IEnumerable<byte> PayloadTypesOf(IReadOnlyList<RtpCodecCapability> codecs) =>
        codecs.Where(c => c.PreferredPayloadType is not null).Select(c => c.PreferredPayloadType!.Value);

    private static ControlError? CheckHeaderExtension(RtpHeaderExtensionCapability extension)
    {
        if (extension.Uri is null or { Length: 0 or > RtpLimits.MaxTextLength })
            return Invalid($"Header extension {Quote(extension.Uri)} is empty or too long.");
        return extension.PreferredId == 0 ? Invalid($"Header extension {Quote(extension.Uri)} has the id 0.") : null;
    }
}
