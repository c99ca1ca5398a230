using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What a pipe carries of a producer: all its streams, under SSRCs of the pipe's own.</summary>
public static class PipeRtp
{
    private const int FirstDynamicType = 96;
    private const int LastDynamicType = 127;

    /// <summary>Within a node, where nothing is lost: no repair but key frame requests.</summary>
    /// <param name="publisher">As the publisher sends.</param>
    /// <param name="cname">The publisher's canonical name.</param>
    /// <param name="ssrcs">One for each encoding.</param>
    /// <returns>To produce with, at the other end.</returns>
    public static RtpParameters Of(RtpParameters publisher, string cname, IReadOnlyList<uint> ssrcs) => new()
    {
        Codecs =
        [
            .. publisher.Codecs.Where(codec => !CodecIdentity.IsRtx(codec.MimeType) && !CodecIdentity.IsRed(codec.MimeType)).Select(codec => codec with
            {
                RtcpFeedback = [.. codec.RtcpFeedback.Where(feedback => feedback is { Type: "nack", Parameter: "pli" } or { Type: "ccm", Parameter: "fir" })],
            }),
        ],
        HeaderExtensions = [.. publisher.HeaderExtensions.Where(extension => !IsOfThePath(extension.Uri))],
        Encodings = [.. publisher.Encodings.Zip(ssrcs, static (encoding, ssrc) => encoding with { Ssrc = ssrc, Rid = null, Rtx = null })],
        Rtcp = new RtcpParameters { Cname = cname, ReducedSize = true, Mux = true },
        Msid = publisher.Msid,
    };

    /// <summary>To another node: what is lost on the way is asked for and sent again.</summary>
    /// <param name="publisher">As the publisher sends.</param>
    /// <param name="cname">The publisher's canonical name.</param>
    /// <param name="ssrcs">One for each encoding.</param>
    /// <param name="rtxSsrcs">One for each encoding, too.</param>
    /// <returns>To produce with, at the other end.</returns>
    public static RtpParameters WithRepair(RtpParameters publisher, string cname, IReadOnlyList<uint> ssrcs, IReadOnlyList<uint> rtxSsrcs)
    {
        var plain = Of(publisher, cname, ssrcs);
        var free = new Queue<int>(Enumerable.Range(FirstDynamicType, LastDynamicType - FirstDynamicType + 1).Except(plain.Codecs.Select(codec => (int)codec.PayloadType)));
        return plain with
        {
            Codecs = [.. plain.Codecs.SelectMany(codec => new[] { Repaired(codec), RtxFor(codec, (byte)free.Dequeue()) })],
            Encodings = [.. plain.Encodings.Zip(rtxSsrcs, static (encoding, ssrc) => encoding with { Rtx = new RtxParameters(ssrc) })],
        };
    }

    private static RtpCodecParameters Repaired(RtpCodecParameters codec) => codec with
    {
        RtcpFeedback = CodecRules.KindOf(codec.MimeType) == MediaKind.Video ? [new RtcpFeedback("nack"), new RtcpFeedback("nack", "pli")] : [new RtcpFeedback("nack")],
    };

    private static RtpCodecParameters RtxFor(RtpCodecParameters codec, byte payloadType) => new()
    {
        MimeType = $"{(CodecRules.KindOf(codec.MimeType) == MediaKind.Video ? "video" : "audio")}/rtx",
        PayloadType = payloadType,
        ClockRate = codec.ClockRate,
        Parameters = new Dictionary<string, CodecParameter> { ["apt"] = (long)codec.PayloadType },
    };

    /// <summary>Extensions that mean something only between the publisher and the router that it sends to.</summary>
    private static bool IsOfThePath(string uri) =>
        uri is HeaderExtensionUri.Mid or HeaderExtensionUri.Rid or HeaderExtensionUri.RepairedRid or HeaderExtensionUri.TransportCc or HeaderExtensionUri.AbsSendTime;
}
