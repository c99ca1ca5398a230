using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Bench.Cluster.People;

/// <summary>A presenter's browser: the <see cref="TestStream"/> in three sizes, the largest of 165 packets a second, with a key frame for every request.</summary>
/// <param name="requests">Takes note of the requests.</param>
internal sealed class LayeredCamera(KeyFrameRequests requests) : MediaPeer(ClusterNetwork.Viewers)
{
    private readonly TestStream[] layers = [.. Enumerable.Range(0, TestStream.Layers).Select(layer => new TestStream(layer))];
    private Instant nextFrame = MonotonicClock.Now;

    protected override int TickMicroseconds => 2_000;

    protected override void OnTick(Instant now)
    {
        for (; nextFrame <= now; nextFrame = nextFrame.AddMicroseconds(1_000_000 / TestStream.FramesPerSecond))
        {
            foreach (var layer in layers)
                layer.NextFrame(packet => SendRtp(packet.Span));
        }
    }

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
        var packets = new RtcpCompound(compound);
        while (packets.TryRead(out var packet))
        {
            if (PictureLossIndication.TryParse(packet, out var indication))
                OnRequest(indication.MediaSsrc);
        }
    }

    private void OnRequest(uint ssrc)
    {
        for (var layer = 0; layer < layers.Length; layer++)
        {
            if (TestStream.SsrcOf(layer) != ssrc)
                continue;
            layers[layer].KeyFrameWanted = true;
            requests.Add(MonotonicClock.Now, layer);
        }
    }
}
