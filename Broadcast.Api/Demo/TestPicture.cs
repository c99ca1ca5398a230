using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Demo;

/// <summary>FFmpeg sending a moving picture with a running clock, 720p30 in H.264, and a beep a second in Opus, as two RTP streams.</summary>
public static class TestPicture
{
    const byte VideoPayloadType = 102;
    const byte AudioPayloadType = 111;
    const uint VideoSsrc = 0x1100_0001;
    const uint AudioSsrc = 0x1100_0002;

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

    /// <summary>Runs FFmpeg until it ends by itself or is told to.</summary>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task RunAsync(
        string ffmpeg, PlainTransportCreated video, PlainTransportCreated audio, CancellationToken cancellationToken)
    {
        // It describes its streams on standard output, which is where the links are printed.
        var start = new ProcessStartInfo(ffmpeg, Arguments(video, audio)) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new Win32Exception("FFmpeg did not start.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            // Nothing it writes has an end to be completed, so it need not be asked nicely.
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    static string[] Arguments(PlainTransportCreated video, PlainTransportCreated audio) =>
    [
        "-hide_banner", "-loglevel", "error", "-nostdin",
        "-re", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30",
        "-re", "-f", "lavfi", "-i", "aevalsrc='0.3*sin(2*PI*880*t)*lt(mod(t,1),0.1)':sample_rate=48000",
        "-map", "0:v", "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-profile:v", "baseline", "-level", "3.1",
        "-pix_fmt", "yuv420p", "-g", "30", "-b:v", "2M", "-maxrate", "2M", "-bufsize", "2M",
        .. Output(VideoSsrc, VideoPayloadType, video),
        "-map", "1:a", "-c:a", "libopus", "-b:a", "64k", "-ac", "2",
        .. Output(AudioSsrc, AudioPayloadType, audio),
    ];

    static string[] Output(uint ssrc, byte payloadType, PlainTransportCreated to) =>
    [
        "-f", "rtp",
        "-ssrc", ssrc.ToString(CultureInfo.InvariantCulture),
        "-payload_type", payloadType.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"rtp://{to.Ip}:{to.Port}?rtcpport={to.RtcpPort ?? to.Port}&pkt_size=1200"),
    ];
}
