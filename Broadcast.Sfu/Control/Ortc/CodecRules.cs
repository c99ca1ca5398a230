using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using static Broadcast.Sfu.Control.Ortc.Violation;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What holds for every codec a client describes, in capabilities and in parameters, beyond what is declared beside the record.</summary>
internal static class CodecRules
{
    private const byte MaxPayloadType = 127;

    public static ControlError? Check(RtpCodecParameters codec) =>
        CheckMimeType(codec.MimeType)
        ?? CheckPayloadType(codec.PayloadType)
        ?? CheckH264(codec.MimeType, codec.Parameters);

    public static ControlError? Check(RtpCodecCapability codec) =>
        CheckMimeType(codec.MimeType)
        ?? (KindOf(codec.MimeType) == codec.Kind ? null : Invalid($"Codec {codec.MimeType} is not of kind {codec.Kind}."))
        ?? (codec.PreferredPayloadType is { } payloadType ? CheckPayloadType(payloadType) : null)
        ?? CheckH264(codec.MimeType, codec.Parameters);

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

    private static ControlError? CheckMimeType(string mimeType)
    {
        var wellFormed = mimeType.Length > 6
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

    private static ControlError? CheckH264(string mimeType, IReadOnlyDictionary<string, CodecParameter> parameters)
    {
        if (!mimeType.Equals("video/H264", StringComparison.OrdinalIgnoreCase) || !parameters.TryGetValue("profile-level-id", out var value))
            return null;
        return H264ProfileLevelId.TryParse(value.Text, out _, out _) ? null : Invalid($"profile-level-id {Quote(value.Text)} is not a known H264 profile.");
    }

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
