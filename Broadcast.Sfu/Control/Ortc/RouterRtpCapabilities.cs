using System.Diagnostics.CodeAnalysis;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What a router can receive: the codecs it was asked for, with payload types assigned and RTX beside every video codec.</summary>
public static class RouterRtpCapabilities
{
    /// <summary>96–127 are the dynamic types; 35–63 are free too since nothing static is supported (RFC 5761 §4 bars 64–95).</summary>
    private static readonly byte[] DynamicPayloadTypes = [.. Range(100, 127), .. Range(96, 99), .. Range(35, 63)];

    /// <param name="mediaCodecs">Codecs in order of preference; null for <see cref="SupportedRtpCapabilities.MediaCodecs"/>.</param>
    public static bool TryCreate(
        IReadOnlyList<RtpCodecCapability>? mediaCodecs,
        [NotNullWhen(true)] out RtpCapabilities? capabilities,
        [NotNullWhen(false)] out ControlError? error)
    {
        capabilities = null;
        mediaCodecs ??= SupportedRtpCapabilities.MediaCodecs;
        error = RtpCapabilitiesRules.CheckMediaCodecs(mediaCodecs);
        if (error is not null || !TryAssign(mediaCodecs, out var codecs, out error))
            return false;
        capabilities = new RtpCapabilities { Codecs = codecs, HeaderExtensions = SupportedRtpCapabilities.HeaderExtensions };
        return true;
    }

    private static bool TryAssign(
        IReadOnlyList<RtpCodecCapability> mediaCodecs, out List<RtpCodecCapability> codecs, [NotNullWhen(false)] out ControlError? error)
    {
        codecs = [];
        error = null;
        var free = new Queue<byte>(DynamicPayloadTypes.Except(mediaCodecs.Select(c => c.PreferredPayloadType).OfType<byte>()));
        foreach (var codec in mediaCodecs)
        {
            if (FindSupported(codec) is not { } supported)
            {
                error = Violation.Unsupported($"Codec {codec.MimeType} at {codec.ClockRate} Hz with these parameters is not supported.");
                return false;
            }
            var needed = (codec.PreferredPayloadType is null ? 1 : 0) + (codec.Kind == MediaKind.Video ? 1 : 0);
            if (free.Count < needed)
            {
                error = Violation.Invalid("There are more codecs than payload types.");
                return false;
            }
            Add(codecs, codec, supported, free);
        }
        return true;
    }

    private static void Add(List<RtpCodecCapability> codecs, RtpCodecCapability asked, RtpCodecCapability supported, Queue<byte> free)
    {
        var codec = supported with
        {
            PreferredPayloadType = asked.PreferredPayloadType ?? free.Dequeue(),
            Parameters = Merge(supported.Parameters, asked.Parameters),
        };
        codecs.Add(codec);
        if (codec.Kind == MediaKind.Video)
            codecs.Add(RtxFor(codec, free.Dequeue()));
    }

    private static RtpCodecCapability RtxFor(RtpCodecCapability codec, byte payloadType) => new()
    {
        Kind = codec.Kind,
        MimeType = "video/rtx",
        PreferredPayloadType = payloadType,
        ClockRate = codec.ClockRate,
        Parameters = new Dictionary<string, CodecParameter> { ["apt"] = (long)codec.PreferredPayloadType!.Value },
    };

    private static RtpCodecCapability? FindSupported(RtpCodecCapability codec)
    {
        var identity = CodecIdentity.Of(codec);
        return SupportedRtpCapabilities.MediaCodecs.FirstOrDefault(supported =>
            CodecIdentity.Of(supported).IsSameFormat(identity) && CanForward(identity));
    }

    /// <summary>H264 in single NAL unit mode, which an absent parameter must not be taken for, is the one form that is not forwarded.</summary>
    private static bool CanForward(in CodecIdentity codec) =>
        !codec.MimeType.Equals("video/H264", StringComparison.OrdinalIgnoreCase)
        || !codec.Parameters.ContainsKey("packetization-mode")
        || codec.Number("packetization-mode") == 1;

    private static Dictionary<string, CodecParameter> Merge(
        IReadOnlyDictionary<string, CodecParameter> supported, IReadOnlyDictionary<string, CodecParameter> asked)
    {
        var merged = new Dictionary<string, CodecParameter>(supported);
        foreach (var (name, value) in asked)
            merged[name] = value;
        return merged;
    }

    private static IEnumerable<byte> Range(byte first, byte last) =>
        Enumerable.Range(first, last - first + 1).Select(value => (byte)value);
}
