using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using static Broadcast.Sfu.Control.Ortc.Violation;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What holds for every codec a client describes, in capabilities and in parameters.</summary>
internal static class CodecRules
{
    private const byte MaxPayloadType = 127;

    public static ControlError? Check(RtpCodecParameters codec) =>
        CheckMimeType(codec.MimeType)
        ?? CheckPayloadType(codec.PayloadType)
        ?? CheckFormat(codec.MimeType, codec.ClockRate, codec.Channels)
        ?? CheckParameters(codec.MimeType, codec.Parameters)
        ?? CheckFeedback(codec.MimeType, codec.RtcpFeedback);

    public static ControlError? Check(RtpCodecCapability codec) =>
        CheckMimeType(codec.MimeType)
        ?? (KindOf(codec.MimeType) == codec.Kind ? null : Invalid($"Codec {codec.MimeType} is not of kind {codec.Kind}."))
        ?? (codec.PreferredPayloadType is { } payloadType ? CheckPayloadType(payloadType) : null)
        ?? CheckFormat(codec.MimeType, codec.ClockRate, codec.Channels)
        ?? CheckParameters(codec.MimeType, codec.Parameters)
        ?? CheckFeedback(codec.MimeType, codec.RtcpFeedback);

    public static MediaKind KindOf(string mimeType) =>
        mimeType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) ? MediaKind.Audio : MediaKind.Video;

    /// <summary>Every RTX codec names, by <c>apt</c>, one media codec of the same list.</summary>
    public static ControlError? CheckRtx(IEnumerable<(CodecIdentity Codec, byte? PayloadType)> codecs)
    {
        var media = codecs.Where(c => !CodecIdentity.IsRtx(c.Codec.MimeType)).Select(c => (long?)c.PayloadType).ToHashSet();
        var repaired = new HashSet<long>();
        foreach (var (codec, _) in codecs.Where(c => CodecIdentity.IsRtx(c.Codec.MimeType)))
        {
            if (!codec.Parameters.TryGetValue("apt", out var apt) || apt.Number is not { } number)
                return Invalid("An RTX codec has no numeric apt parameter.");
            if (!media.Contains(number))
                return Invalid($"RTX apt {number} names no media codec.");
            if (!repaired.Add(number))
                return Invalid($"Payload type {number} has two RTX codecs.");
        }
        return null;
    }

    public static ControlError? CheckUnique(IEnumerable<byte> payloadTypes)
    {
        var seen = new HashSet<byte>();
        foreach (var payloadType in payloadTypes)
        {
            if (!seen.Add(payloadType))
                return Invalid($"Payload type {payloadType} is used twice.");
        }
        return null;
    }

    private static ControlError? CheckMimeType(string? mimeType)
    {
        var wellFormed = mimeType is { Length: > 6 and <= RtpLimits.MaxNameLength }
            && (mimeType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) || mimeType.StartsWith("video/", StringComparison.OrdinalIgnoreCase))
            && IsToken(mimeType.AsSpan(6));
        return wellFormed ? null : Invalid($"{Quote(mimeType)} is not an audio/… or video/… MIME type.");
    }

    /// <summary>64–95 would be read as RTCP once the marker bit is set (RFC 5761 §4).</summary>
    private static ControlError? CheckPayloadType(byte payloadType) => payloadType switch
    {
        > MaxPayloadType => Invalid($"Payload type {payloadType} is over {MaxPayloadType}."),
        >= 64 and <= 95 => Invalid($"Payload type {payloadType} collides with RTCP."),
        _ => null,
    };

    private static ControlError? CheckFormat(string mimeType, int clockRate, int? channels)
    {
        if (clockRate is < 1 or > RtpLimits.MaxClockRate)
            return Invalid($"Clock rate {clockRate} of {mimeType} is not within 1 to {RtpLimits.MaxClockRate}.");
        if (channels is < 1 or > RtpLimits.MaxChannels)
            return Invalid($"{channels} channels of {mimeType} are not within 1 to {RtpLimits.MaxChannels}.");
        return null;
    }

    private static ControlError? CheckParameters(string mimeType, IReadOnlyDictionary<string, CodecParameter>? parameters)
    {
        if (parameters is null)
            return Invalid($"The parameters of {mimeType} are null.");
        if (parameters.Count > RtpLimits.MaxParametersPerCodec)
            return Invalid($"{mimeType} has {parameters.Count} parameters; at most {RtpLimits.MaxParametersPerCodec} are allowed.");
        foreach (var (name, value) in parameters)
        {
            if (name.Length is 0 or > RtpLimits.MaxNameLength || value.Text is null or { Length: > RtpLimits.MaxTextLength })
                return Invalid($"Parameter {Quote(name)} of {mimeType} is empty or too long.");
        }
        return CheckH264(mimeType, parameters);
    }

    private static ControlError? CheckH264(string mimeType, IReadOnlyDictionary<string, CodecParameter> parameters)
    {
        if (!mimeType.Equals("video/H264", StringComparison.OrdinalIgnoreCase) || !parameters.TryGetValue("profile-level-id", out var value))
            return null;
        return H264ProfileLevelId.TryParse(value.Text, out _, out _) ? null : Invalid($"profile-level-id {Quote(value.Text)} is not a known H264 profile.");
    }

    private static ControlError? CheckFeedback(string mimeType, IReadOnlyList<RtcpFeedback>? feedback) =>
        FirstOf(feedback, RtpLimits.MaxFeedbackPerCodec, $"rtcpFeedback of {mimeType}", entry =>
            entry.Type is { Length: > 0 and <= RtpLimits.MaxNameLength } && entry.Parameter is null or { Length: <= RtpLimits.MaxNameLength }
                ? null
                : Invalid($"Feedback {Quote(entry.Type)} of {mimeType} is empty or too long."));

    private static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '+'))
                return false;
        }
        return true;
    }
}
