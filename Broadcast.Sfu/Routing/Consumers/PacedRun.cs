using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Sends one viewer a long run of packets, as a key frame is, in slices of what its network carries: all at once it would stand there
/// in a queue, in front of the sound. What comes meanwhile waits its turn. Used again for the next one.
/// </summary>
internal sealed class PacedRun(WorkerContext context, RtpConsumer consumer) : TimerNode
{
    private const long SliceUs = 5_000;
    private const double BitsPerByteSecond = 8e6;

    /// <summary>Faster than the estimate, which is what has been shown to get through, and than the layer's mean rate, of which a key frame is several times.</summary>
    private const double OverEstimate = 2;
    private const double OverLayer = 1.5;

    private FanOut? fanOut;
    private long next;
    private int sliceBytes;

    /// <summary>Whether a packet waits here, or is to wait.</summary>
    public bool Holds(long sequence) => fanOut is not null && sequence >= next;

    /// <summary>Begins with a packet of the stream that flows, and sends the first slice.</summary>
    /// <param name="estimateBps">What the receiver's network carries.</param>
    /// <param name="layerBps">What the stream takes.</param>
    public void Begin(Instant now, FanOut fanOut, long first, long estimateBps, long layerBps, SendBatch output)
    {
        (this.fanOut, next) = (fanOut, first);
        sliceBytes = (int)(Math.Max(OverEstimate * estimateBps, OverLayer * layerBps) * SliceUs / BitsPerByteSecond);
        SendSlice(now, output);
    }

    /// <summary>The viewer leaves the stream: what waits is not sent.</summary>
    public void Cancel()
    {
        fanOut = null;
        context.Timers.Clear(this);
    }

    public override void OnTimeout(Instant now, SendBatch output) => SendSlice(now, output);

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => consumer.CloseUnasked(now, reason, output);

    private void SendSlice(Instant now, SendBatch output)
    {
        Span<FramePacket> frame = stackalloc FramePacket[FrameTemplates.MaxPackets];
        for (var left = sliceBytes; fanOut is not null && next <= fanOut.Released;)
        {
            if (left < 0)
            {
                context.Timers.Set(this, now.AddMicroseconds(SliceUs));
                return;
            }
            var count = Math.Min(fanOut.FindFrame(now, next, fanOut.Released, frame), FrameTemplates.MaxPackets);
            // What is missing is mended like any loss, once the viewer asks for it.
            next += Math.Max(1, count);
            for (var taken = 0; taken < count; taken++)
                if ((left -= frame[taken].PayloadLength) < 0)
                {
                    next -= count - taken - 1;
                    count = taken + 1;
                }
            if (count > 0)
                fanOut.SendTo(now, frame[..count], consumer, output);
        }
        fanOut = null;
    }
}
