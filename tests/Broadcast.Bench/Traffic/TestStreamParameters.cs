using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Bench.Traffic;

/// <summary>The <see cref="TestStream"/> as it is announced to a router.</summary>
internal static class TestStreamParameters
{
    public static RtpParameters Video { get; } = new()
    {
        Codecs =
        [
            new RtpCodecParameters
            {
                MimeType = "video/VP8",
                PayloadType = TestStream.PayloadType,
                ClockRate = TestStream.ClockRate,
                RtcpFeedback = [new("nack"), new("nack", "pli"), new("ccm", "fir")],
            },
        ],
        Encodings = [new RtpEncodingParameters { Ssrc = TestStream.Ssrc }],
        Rtcp = new RtcpParameters { Cname = "bench" },
    };
}
