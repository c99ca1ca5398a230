using System.Net;
using System.Net.Sockets;
using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>The test clip with its numbered frames as RTP, sent in its own time.</summary>
internal sealed class NumberedStream
{
    public const int Seconds = 6;

    private const uint VideoSsrc = 0x1000;
    private const uint AudioSsrc = 0x2000;

    private readonly List<(TimeSpan At, byte[] Datagram)> datagrams = [];

    private NumberedStream(string codec, IEnumerable<IEnumerable<byte[]>> pictures, IEnumerable<byte[]> sounds)
    {
        Codec = codec;
        Add(JournalFeed.Video, JournalFeed.VideoPayloadType, VideoSsrc, EncodedClip.FramesPerSecond, 90_000, pictures);
        Add(JournalFeed.Audio, JournalFeed.AudioPayloadType, AudioSsrc, EncodedClip.OpusPacketsPerSecond, 48_000, sounds.Select(Packetiser.Opus));
    }

    /// <summary>The MIME type of the picture.</summary>
    public string Codec { get; }

    /// <summary>Has to be rendered.</summary>
    public static async Task<NumberedStream> Vp8Async() => new("video/VP8", (await EncodedClip.Vp8Async(Seconds)).Select(Packetiser.Vp8), await OpusAsync());

    /// <summary>Is copied, and can be watched while it is recorded.</summary>
    public static async Task<NumberedStream> H264Async() => new("video/H264", (await EncodedClip.H264Async(Seconds)).Select(Packetiser.H264), await OpusAsync());

    /// <summary>Sends from the start to the end, whether anybody listens or not.</summary>
    public async Task SendAsync(int port, CancellationToken ct)
    {
        using var socket = new UdpClient();
        var to = new IPEndPoint(IPAddress.Loopback, port);
        var start = TimeProvider.System.GetTimestamp();
        // Sound and picture one after the other as they come, the packets of a frame in their order.
        foreach (var (at, datagram) in datagrams.OrderBy(each => each.At).Append((TimeSpan.FromSeconds(Seconds), [JournalFeed.End])))
        {
            var wait = at - TimeProvider.System.GetElapsedTime(start);
            if (wait > TimeSpan.FromMilliseconds(1))
                await Task.Delay(wait, ct);
            await socket.SendAsync(datagram, to, ct);
        }
    }

    private static async Task<IEnumerable<byte[]>> OpusAsync() => (await EncodedClip.OpusAsync(Seconds)).Take(Seconds * EncodedClip.OpusPacketsPerSecond);

    private void Add(byte kind, byte payloadType, uint ssrc, int perSecond, int clockRate, IEnumerable<IEnumerable<byte[]>> frames)
    {
        ushort sequence = 0;
        foreach (var (number, frame) in frames.Index())
        {
            var payloads = frame.ToList();
            var timestamp = (uint)(number * (clockRate / perSecond));
            foreach (var (index, payload) in payloads.Index())
            {
                var packet = Packetiser.Rtp(payloadType, index == payloads.Count - 1, sequence++, timestamp, ssrc, payload);
                datagrams.Add((TimeSpan.FromSeconds((double)number / perSecond), [kind, .. packet]));
            }
        }
    }
}
