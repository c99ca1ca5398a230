using System.Net;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Bench.Attack.Clients;

/// <summary>A presenter's browser: the <see cref="TestStream"/> and the <see cref="TestSound"/> at their own pace, a key frame for every request.</summary>
internal sealed class PresenterPeer(IPAddress from) : MediaPeer(from)
{
    private readonly TestStream stream = new();
    private readonly TestSound sound = new();
    private Instant nextFrame = MonotonicClock.Now;
    private Instant nextSound = MonotonicClock.Now;

    /// <summary>Packets of the picture that were sent.</summary>
    public long PacketsSent => stream.PacketsSent;

    public bool IsSilent { get; init; }

    /// <summary>Key frame requests that reached it.</summary>
    public int KeyFrameRequests { get; private set; }

    /// <summary>Frames in the time of one: who sends more than agreed.</summary>
    public int Haste { get; init; } = 1;

    protected override int TickMicroseconds => 2_000;

    protected override void OnTick(Instant now)
    {
        for (; nextFrame <= now; nextFrame = nextFrame.AddMicroseconds(1_000_000 / (TestStream.FramesPerSecond * Haste)))
            stream.NextFrame(packet => SendRtp(packet.Span));
        for (; !IsSilent && nextSound <= now; nextSound = nextSound.AddMicroseconds(1_000_000 / TestSound.PacketsPerSecond))
            SendRtp(sound.Next());
    }

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
        var packets = new RtcpCompound(compound);
        while (packets.TryRead(out var packet))
            if (PictureLossIndication.TryParse(packet, out _))
            {
                KeyFrameRequests++;
                stream.KeyFrameWanted = true;
            }
    }
}
