using System.Diagnostics;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Sends the packets of one producer stream to everyone who watches it: viewers outside, packets inside, so that each viewer's
/// part of a frame is one run in the <see cref="SendBatch"/>. Viewers of one header extension layout share the prepared packets.
/// </summary>
internal sealed class FanOut(WorkerContext context, int source)
{
    private readonly List<ConsumerGroup> groups = [];

    /// <summary>The stream's place among its producer's streams.</summary>
    public int Source { get; } = source;

    public bool IsEmpty { get; private set; } = true;

    public void Add(RtpConsumer consumer)
    {
        var group = groups.Find(candidate => candidate.Layout == consumer.Layout);
        if (group is null)
            groups.Add(group = new ConsumerGroup(consumer.Layout));
        group.Add(consumer);
        IsEmpty = false;
    }

    public void Remove(RtpConsumer consumer)
    {
        var group = groups.Find(candidate => candidate.Layout == consumer.Layout);
        Debug.Assert(group is not null);
        group.Remove(consumer);
        if (group.Count > 0)
            return;
        groups.Remove(group);
        IsEmpty = groups.Count == 0;
    }

    /// <param name="ring">Still holds the packets' bytes.</param>
    /// <param name="packets">At most <see cref="FrameTemplates.MaxPackets"/>, in the order in which they are to leave.</param>
    public void Send(Instant now, PacketRing ring, ReadOnlySpan<FramePacket> packets, SendBatch output)
    {
        foreach (var group in groups)
        {
            Prepare(now, ring, packets, group.Layout);
            for (var i = 0; i < group.Count; i++)
                SendFrame(now, group[i], output);
        }
    }

    /// <summary>Sends packets to one viewer who is not in the audience yet.</summary>
    public void SendTo(Instant now, PacketRing ring, ReadOnlySpan<FramePacket> packets, RtpConsumer consumer, SendBatch output)
    {
        Prepare(now, ring, packets, consumer.Layout);
        SendFrame(now, consumer, output);
    }

    private void Prepare(Instant now, PacketRing ring, ReadOnlySpan<FramePacket> packets, ExtensionLayout layout)
    {
        var frame = context.Frame;
        frame.Clear();
        foreach (ref readonly var held in packets)
        {
            if (ring.TryGet(now, held.Sequence, out _, out var bytes) && RtpPacket.TryParse(bytes, out var packet) && frame.Next.Prepare(now, packet, layout))
                frame.Add(held);
            else
                context.Drops.Count(DropReason.RtpMalformed);
        }
        if (context.Options.LevelingBytes > 0)
            frame.Level(context.Options.LevelingBytes);
    }

    private void SendFrame(Instant now, RtpConsumer consumer, SendBatch output)
    {
        var frame = context.Frame;
        for (var i = 0; i < frame.Count; i++)
            if (consumer.TryStamp(now, frame.Packet(i), Source, out var stamp))
                consumer.Transport.Send(frame.Template(i), stamp, output);
    }
}
