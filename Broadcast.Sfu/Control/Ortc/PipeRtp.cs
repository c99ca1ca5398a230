using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What a pipe carries of a producer: all its streams, under SSRCs of the pipe's own, with no repair but key frame requests.</summary>
public static class PipeRtp
{
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

    /// <summary>Extensions that mean something only between the publisher and the router that it sends to.</summary>
    private static bool IsOfThePath(string uri) =>
        uri is HeaderExtensionUri.Mid or HeaderExtensionUri.Rid or HeaderExtensionUri.RepairedRid or HeaderExtensionUri.TransportCc or HeaderExtensionUri.AbsSendTime;
}
