using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using static Broadcast.Sfu.Control.Ortc.Violation;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>Whether capabilities that came from outside, and are as declared beside their records, agree with themselves.</summary>
internal static class RtpCapabilitiesRules
{
    public static ControlError? Check(RtpCapabilities capabilities) =>
        FirstOf(capabilities.Codecs, CodecRules.Check)
        ?? CodecRules.CheckUnique(PayloadTypesOf(capabilities.Codecs))
        ?? CodecRules.CheckRtx(capabilities.Codecs.Select(c => (CodecIdentity.Of(c), c.PreferredPayloadType)));

    /// <summary>Codecs that a router is asked to route: media only, since RTX follows by itself.</summary>
    public static ControlError? CheckMediaCodecs(IReadOnlyList<RtpCodecCapability> codecs) =>
        FirstOf(codecs, CodecRules.Check)
        ?? CodecRules.CheckUnique(PayloadTypesOf(codecs))
        ?? (codecs.Any(c => CodecIdentity.IsRtx(c.MimeType)) ? Invalid("RTX is no media codec; it is added beside each video codec.") : null);

    private static IEnumerable<byte> PayloadTypesOf(IReadOnlyList<RtpCodecCapability> codecs) =>
        codecs.Where(c => c.PreferredPayloadType is not null).Select(c => c.PreferredPayloadType!.Value);
}
