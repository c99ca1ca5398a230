using System.Net;
using System.Net.Sockets;
using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>The test clip with its numbered frames as RTP, sent in its own time. VP8, because that has to be rendered.</summary>
internal sealed class NumberedStream
{
    public const int Seconds = 6;

    private const uint VideoSsrc = 0x1000;
    private const uint AudioSsrc = 0x2000;

    private readonly List<(TimeSpan At, byte[] Datagram)> datagrams = [];

    private NumberedStream(List<byte[]> pictures, List<byte[]> sounds)
    {
        Add(JournalFeed.Video, JournalFeed.VideoPayloadType, VideoSsrc, EncodedClip.FramesPerSecond, 90_000, pictures.Select(Packetiser.Vp8));
        Add(JournalFeed.Audio, JournalFeed.AudioPayloadType, AudioSsrc, EncodedClip.OpusPacketsPerSecond, 48_000, sounds.Select(Packetiser.Opus));
        datagrams.Sort((a, b) => a.At.CompareTo(b.At));
    }

    public static async Task<NumberedStream> MakeAsync() => new(
        await EncodedClip.Vp8Async(Seconds),
        [.. (await EncodedClip.OpusAsync(Seconds)).Take(Seconds * EncodedClip.OpusPacketsPerSecond)]);

    /// <summary>Sends from the start to the end, whether anybody listens or not.</summary>
    public async Task SendAsync(int port, CancellationToken ct)
    {
        using var socket = new UdpClient();
        var to = new IPEndPoint(IPAddress.Loopback, port);
        var start = TimeProvider.System.GetTimestamp();
        foreach (var (at, datagram) in datagrams.Append((TimeSpan.FromSeconds(Seconds), [JournalFeed.End])))
        {
            var wait = at - TimeProvider.System.GetElapsedTime(start);
            if (wait > TimeSpan.FromMilliseconds(1))
                await Task.Delay(wait, ct);
            await socket.SendAsync(datagram, to, ct);
        }
    }

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
