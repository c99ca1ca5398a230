using System.Globalization;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Demo;

/// <summary>FFmpeg sending a moving picture with a running clock, 720p30 in H.264, and a beep a second in Opus, as two RTP streams.</summary>
internal static class TestPicture
{
    private const byte VideoPayloadType = 102;
    private const byte AudioPayloadType = 111;
    private const uint VideoSsrc = 0x1100_0001;
    private const uint AudioSsrc = 0x1100_0002;

    public static RtpParameters Video { get; } = new()
    {
        Codecs =
        [
            new RtpCodecParameters
            {
                MimeType = "video/H264",
                PayloadType = VideoPayloadType,
                ClockRate = 90_000,
                Parameters = new Dictionary<string, CodecParameter>
                {
                    ["packetization-mode"] = 1,
                    ["profile-level-id"] = "42e01f",
                    ["level-asymmetry-allowed"] = 1,
                },
            },
        ],
        Encodings = [new RtpEncodingParameters { Ssrc = VideoSsrc }],
        Rtcp = new RtcpParameters { Cname = "test-picture" },
    };

    public static RtpParameters Audio { get; } = new()
    {
        Codecs = [new RtpCodecParameters { MimeType = "audio/opus", PayloadType = AudioPayloadType, ClockRate = 48_000, Channels = 2 }],
        Encodings = [new RtpEncodingParameters { Ssrc = AudioSsrc }],
        Rtcp = new RtcpParameters { Cname = "test-picture" },
    };

    /// <summary>Runs FFmpeg until it is told to end.</summary>
    /// <exception cref="FFmpegException">It ended by itself.</exception>
    public static Task RunAsync(FFmpegRunner ffmpeg, PlainTransportCreated video, PlainTransportCreated audio, CancellationToken cancellationToken) =>
        ffmpeg.RunAsync(CommandFor(video, audio), expected: TimeSpan.Zero, progress: null, cancellationToken);

    private static FFmpegCommand CommandFor(PlainTransportCreated video, PlainTransportCreated audio) => new FFmpegCommand().Live()
        .Input("testsrc2=size=1280x720:rate=30", "-re", "-f", "lavfi")
        .Input("aevalsrc='0.3*sin(2*PI*880*t)*lt(mod(t,1),0.1)':sample_rate=48000", "-re", "-f", "lavfi")
        .Map("0:v").Add("-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-profile:v", "baseline", "-level", "3.1")
        .Add("-pix_fmt", "yuv420p", "-g", "30", "-b:v", "2M", "-maxrate", "2M", "-bufsize", "2M")
        .Add(Stream(VideoSsrc, VideoPayloadType)).Add("-f", "rtp", AddressOf(video))
        .Map("1:a").Add("-c:a", "libopus", "-b:a", "64k", "-ac", "2")
        .Add(Stream(AudioSsrc, AudioPayloadType)).Output("rtp", AddressOf(audio));

    private static string[] Stream(uint ssrc, byte payloadType) =>
        ["-ssrc", ssrc.ToString(CultureInfo.InvariantCulture), "-payload_type", payloadType.ToString(CultureInfo.InvariantCulture)];

    private static string AddressOf(PlainTransportCreated transport) =>
        string.Create(CultureInfo.InvariantCulture, $"rtp://{transport.Ip}:{transport.Port}?rtcpport={transport.RtcpPort ?? transport.Port}&pkt_size=1200");
}
