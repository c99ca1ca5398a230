using System.Net;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.TestMedia;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A presenter's browser with a picture that can be decoded: a short VP8 clip again and again, from its start for every key frame request.</summary>
internal sealed class FilmPeer(IReadOnlyList<byte[]> clip) : MediaPeer(IPAddress.Loopback)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Instant nextFrame;
    private ushort sequenceNumber;
    private int frame;

    /// <summary>For how long it has been sending.</summary>
    public double Seconds => (double)Sent / EncodedClip.FramesPerSecond;

    public int PacketsSent { get; private set; }

    private int Sent { get; set; }

    protected override int TickMicroseconds => 5_000;

    /// <summary>Waits until so much more has been sent.</summary>
    public async Task ShowAsync(double seconds)
    {
        var until = Seconds + seconds;
        using var patience = new CancellationTokenSource(Patience);
        while (Seconds < until)
            await Task.Delay(20, patience.Token);
    }

    protected override void OnTick(Instant now)
    {
        if (Sent == 0)
            nextFrame = now;
        for (; nextFrame <= now; nextFrame = nextFrame.AddMicroseconds(1_000_000 / EncodedClip.FramesPerSecond))
            SendFrame(clip[frame++ % clip.Count]);
    }

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
        var packets = new RtcpCompound(compound);
        while (packets.TryRead(out var packet))
            if (PictureLossIndication.TryParse(packet, out _))
                frame = 0;
    }

    private void SendFrame(byte[] encoded)
    {
        var timestamp = (uint)(Sent++ * (TestStream.ClockRate / EncodedClip.FramesPerSecond));
        byte[][] payloads = [.. Packetiser.Vp8(encoded)];
        PacketsSent += payloads.Length;
        for (var i = 0; i < payloads.Length; i++)
            SendRtp(Packetiser.Rtp(TestStream.PayloadType, marker: i == payloads.Length - 1, sequenceNumber++, timestamp, TestStream.Ssrc, payloads[i]));
    }
}
