using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Takes the packets of one producer stream and hands them on frame by frame: those of a video frame are held until it is whole, so that
/// each receiver gets all of them before the next one does, as one run in the <see cref="SendBatch"/>. Sound goes on at once, as does what
/// comes late.
/// </summary>
internal abstract class FrameTaker(WorkerContext context, ProducerStream stream) : TimerNode, IPacketTaker
{
    private readonly FramePacket[] held = new FramePacket[stream.Producer.Kind == MediaKind.Video ? FrameTemplates.MaxPackets : 1];
    private int heldCount;

    public ProducerStream Stream => stream;

    /// <summary>Extended sequence number of the newest packet that was handed on, or would have been.</summary>
    public long LastReleased => heldCount > 0 ? held[0].Sequence - 1 : stream.Ring.Highest;

    protected WorkerContext Context => context;

    public void OnPacket(Instant now, ProducerStream stream, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output)
    {
        if (isNewest && stream.Producer.Kind == MediaKind.Video)
            Hold(now, info, packet.Marker, output);
        else
            Send(now, new ReadOnlySpan<FramePacket>(in info), output);
    }

    public virtual void OnSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output)
    {
    }

    public void OnInterrupted(Instant now, SendBatch output) => Release(now, output);

    /// <summary>The rest of the frame is late.</summary>
    public override void OnTimeout(Instant now, SendBatch output) => Release(now, output);

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => stream.CloseUnasked(now, reason, output);

    /// <param name="now">The time.</param>
    /// <param name="packets">At most <see cref="FrameTemplates.MaxPackets"/>, in the order in which they are to leave; the ring holds their bytes.</param>
    /// <param name="output">Takes what is to be sent.</param>
    protected abstract void Send(Instant now, ReadOnlySpan<FramePacket> packets, SendBatch output);

    /// <summary>What is held goes to nobody.</summary>
    protected void Forget()
    {
        heldCount = 0;
        context.Timers.Clear(this);
    }

    /// <summary>Keeps a packet until its frame is whole, begins to be late, or another frame begins.</summary>
    private void Hold(Instant now, in FramePacket packet, bool endsFrame, SendBatch output)
    {
        if (heldCount > 0 && held[0].Timestamp != packet.Timestamp)
            Release(now, output);
        if (heldCount == 0)
            context.Timers.Set(this, now.AddMicroseconds((long)(context.Options.FrameHoldMs * 1_000)));
        held[heldCount++] = packet;
        if (endsFrame || heldCount == held.Length)
            Release(now, output);
    }

    private void Release(Instant now, SendBatch output)
    {
        if (heldCount > 0)
            Send(now, held.AsSpan(0, heldCount), output);
        Forget();
    }
}
