using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using static Broadcast.Sfu.Control.Ortc.Violation;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>Whether a publisher's parameters, which are as declared beside their records, agree with themselves.</summary>
internal static class RtpParametersRules
{
    public static ControlError? Check(MediaKind kind, RtpParameters parameters) =>
        CheckCodecs(kind, parameters.Codecs)
        ?? CheckHeaderExtensions(parameters.HeaderExtensions)
        ?? CheckEncodings(parameters);

    private static ControlError? CheckCodecs(MediaKind kind, IReadOnlyList<RtpCodecParameters> codecs) =>
        FirstOf(codecs, codec =>
            CodecRules.Check(codec)
            ?? (CodecRules.KindOf(codec.MimeType) == kind ? null : Invalid($"Codec {codec.MimeType} is not of kind {kind}.")))
        ?? (codecs.All(c => CodecIdentity.IsRtx(c.MimeType) || CodecIdentity.IsRed(c.MimeType)) ? Invalid("codecs names no media codec.") : null)
        ?? CodecRules.CheckUnique(codecs.Select(c => c.PayloadType))
        ?? CodecRules.CheckRtx(codecs.Select(c => (CodecIdentity.Of(c), (byte?)c.PayloadType)));

    private static ControlError? CheckHeaderExtensions(IReadOnlyList<RtpHeaderExtensionParameters> extensions)
    {
        var ids = new HashSet<byte>();
        var uris = new HashSet<string>(StringComparer.Ordinal);
        return FirstOf(extensions, extension =>
        {
            if (!ids.Add(extension.Id))
                return Invalid($"Header extension id {extension.Id} is used twice.");
            return uris.Add(extension.Uri) ? null : Invalid($"Header extension {Quote(extension.Uri)} is listed twice.");
        });
    }

    private static ControlError? CheckEncodings(RtpParameters parameters)
    {
        var ssrcs = new HashSet<uint>();
        var rids = new HashSet<string>(StringComparer.Ordinal);
        return FirstOf(parameters.Encodings, encoding =>
            CheckSsrc(encoding.Ssrc, ssrcs)
            ?? CheckSsrc(encoding.Rtx?.Ssrc, ssrcs)
            ?? CheckRid(encoding.Rid, rids)
            ?? CheckScalabilityMode(encoding.ScalabilityMode)
            ?? CheckCodecPayloadType(encoding.CodecPayloadType, parameters.Codecs))
        ?? CheckIdentification(parameters.Encodings);
    }

    /// <summary>Without SSRC and RID a stream is known by MID or payload type alone, which cannot tell two apart.</summary>
    private static ControlError? CheckIdentification(IReadOnlyList<RtpEncodingParameters> encodings) =>
        encodings.Count > 1 && encodings.Any(e => e.Ssrc is null && e.Rid is null)
            ? Invalid("Of several encodings each needs an ssrc or a rid.")
            : null;

    private static ControlError? CheckSsrc(uint? ssrc, HashSet<uint> seen)
    {
        if (ssrc is not { } value)
            return null;
        return seen.Add(value) ? null : Invalid($"SSRC {value} is used twice.");
    }

    private static ControlError? CheckRid(string? rid, HashSet<string> seen)
    {
        if (rid is null)
            return null;
        if (!rid.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return Invalid($"rid {Quote(rid)} is not of A-Z a-z 0-9 _ -.");
        return seen.Add(rid) ? null : Invalid($"rid {Quote(rid)} is used twice.");
    }

    private static ControlError? CheckScalabilityMode(string? mode) =>
        mode is null || ScalabilityMode.TryParse(mode, out _) ? null : Invalid($"scalabilityMode {Quote(mode)} is not of the form L1T1.");

    private static ControlError? CheckCodecPayloadType(byte? payloadType, IReadOnlyList<RtpCodecParameters> codecs) =>
        payloadType is null || codecs.Any(c => c.PayloadType == payloadType && !CodecIdentity.IsRtx(c.MimeType))
            ? null
            : Invalid($"codecPayloadType {payloadType} names no media codec.");
}
