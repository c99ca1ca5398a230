using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Bench.Traffic;

/// <summary>The <see cref="TestStream"/> and the <see cref="TestSound"/> as they are announced to a router.</summary>
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

    /// <summary>In three sizes.</summary>
    public static RtpParameters Layers { get; } = Video with
    {
        Encodings = [.. Enumerable.Range(0, TestStream.Layers).Select(layer => new RtpEncodingParameters { Ssrc = TestStream.SsrcOf(layer) })],
    };

    public static RtpParameters Audio { get; } = new()
    {
        Codecs = [new RtpCodecParameters { MimeType = "audio/opus", PayloadType = TestSound.PayloadType, ClockRate = TestSound.ClockRate, Channels = 2 }],
        Encodings = [new RtpEncodingParameters { Ssrc = TestSound.Ssrc }],
        Rtcp = new RtcpParameters { Cname = "bench" },
    };
}
