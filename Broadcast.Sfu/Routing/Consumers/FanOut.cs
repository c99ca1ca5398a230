using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Sends the packets of one producer stream to everyone who watches it, frame by frame. Viewers of one header extension layout share the
/// prepared packets.
/// </summary>
internal sealed class FanOut(WorkerContext context, ProducerStream stream) : FrameTaker(context, stream)
{
    /// <summary>Those that are empty stay: viewers come and go, their layouts are few.</summary>
    private readonly List<ConsumerGroup> groups = [];

    /// <summary>Those who take the stream from its next key frame on.</summary>
    private readonly List<RtpConsumer> waiting = [];
    private int members;

    /// <summary>Extended sequence number of the newest packet that was sent to those who watch.</summary>
    public long Released { get; private set; }

    private bool IsInUse => members > 0 || waiting.Count > 0;

    public void Add(RtpConsumer consumer)
    {
        Open();
        var group = Find(consumer);
        if (group is null)
            groups.Add(group = new ConsumerGroup(consumer.Layout, consumer.Repeats));
        group.Add(consumer);
        members++;
    }

    public void Remove(RtpConsumer consumer)
    {
        Find(consumer)!.Remove(consumer);
        members--;
        CloseIfUnused();
    }

    /// <summary>Adds a consumer when the next key frame comes.</summary>
    public void Wait(RtpConsumer consumer)
    {
        Open();
        consumer.WaitingIndex = waiting.Count;
        waiting.Add(consumer);
    }

    public void StopWaiting(RtpConsumer consumer)
    {
        var last = waiting[^1];
        waiting[consumer.WaitingIndex] = last;
        last.WaitingIndex = consumer.WaitingIndex;
        waiting.RemoveAt(waiting.Count - 1);
        CloseIfUnused();
    }

    /// <summary>Sends packets to one viewer who is not in the audience yet.</summary>
    public void SendTo(Instant now, ReadOnlySpan<FramePacket> packets, RtpConsumer consumer, SendBatch output)
    {
        Prepare(now, packets, consumer.Layout, consumer.Repeats);
        SendFrame(now, consumer, output);
    }

    /// <summary>Finds the packets of one frame in the stream's ring, from a sequence number on, as far as there are any.</summary>
    /// <param name="now">The time.</param>
    /// <param name="first">The number to begin at; the frame may have begun before.</param>
    /// <param name="last">The last number that may be sent.</param>
    /// <param name="frame">Takes the packets.</param>
    /// <returns>How many.</returns>
    public int FindFrame(Instant now, long first, long last, Span<FramePacket> frame)
    {
        var count = 0;
        for (var sequence = first; count < frame.Length && sequence <= last; sequence++)
        {
            if (!Stream.Ring.TryGet(now, sequence, out var stored, out var bytes) || !RtpPacket.TryParse(bytes, out var packet))
                break;
            if (count > 0 && stored.Timestamp != frame[0].Timestamp)
                break;
            var begins = count == 0 && (!Stream.Ring.TryGet(now, sequence - 1, out var before, out _) || before.Timestamp != stored.Timestamp);
            Stream.Producer.Rtp.TryMapPayloadType(packet.PayloadType, out var payloadType);
            frame[count++] = new FramePacket(
                sequence, stored.Timestamp, (ushort)packet.Payload.Length, payloadType, stored.IsKeyFrame, begins, stored.Layers);
        }
        return count;
    }

    protected override void Send(Instant now, ReadOnlySpan<FramePacket> packets, SendBatch output)
    {
        if (waiting.Count > 0)
            Admit(packets);
        Released = Math.Max(Released, packets[^1].Sequence);
        var (first, isLong) = (packets[0].Sequence, packets.Length > RtpConsumer.LongRun);
        foreach (var group in groups)
        {
            if (group.Count == 0)
                continue;
            Prepare(now, packets, group.Layout, group.Repeats);
            for (var i = 0; i < group.Count; i++)
                if (!group[i].Paces(first, isLong))
                    SendFrame(now, group[i], output);
        }
        if (isLong)
            BeginRuns(now, first, output);
    }

    /// <summary>After the others, for whom the packets were made ready.</summary>
    private void BeginRuns(Instant now, long first, SendBatch output)
    {
        foreach (var group in groups)
            for (var i = 0; i < group.Count; i++)
                group[i].BeginRun(now, this, first, output);
    }

    /// <summary>A key frame lets those in who wait for one.</summary>
    private void Admit(ReadOnlySpan<FramePacket> packets)
    {
        foreach (ref readonly var packet in packets)
        {
            if (!packet.IsKeyFrame)
                continue;
            for (var i = waiting.Count - 1; i >= 0; i--)
                if (waiting[i] is var consumer && consumer.PayloadType == packet.PayloadType)
                    Admit(consumer);
        }
    }

    private void Admit(RtpConsumer consumer)
    {
        consumer.OnAwaited();
        Add(consumer);
        StopWaiting(consumer);
    }

    private ConsumerGroup? Find(RtpConsumer consumer)
    {
        foreach (var group in groups)
            if (group.Layout == consumer.Layout && group.Repeats == consumer.Repeats)
                return group;
        return null;
    }

    private void Open()
    {
        if (!IsInUse)
            Stream.Add(this);
    }

    private void CloseIfUnused()
    {
        if (IsInUse)
            return;
        Stream.Remove(this);
        Forget();
    }

    private void Prepare(Instant now, ReadOnlySpan<FramePacket> packets, ExtensionLayout layout, bool withRed)
    {
        var frame = Context.Frame;
        frame.Clear();
        foreach (ref readonly var held in packets)
        {
            if (TryPrepare(now, held, layout, withRed, frame.Next))
                frame.Add(held);
            else
                Context.Drops.Count(DropReason.RtpMalformed);
        }
        if (Context.Options.LevelingBytes > 0)
            frame.Level(Context.Options.LevelingBytes);
    }

    private bool TryPrepare(Instant now, in FramePacket held, ExtensionLayout layout, bool withRed, RtpTemplate template)
    {
        if (!Stream.Ring.TryGet(now, held.Sequence, out _, out var bytes) || !RtpPacket.TryParse(bytes, out var packet))
            return false;
        return withRed
            ? TryPrepareRed(now, held, packet, layout, template)
            : template.Prepare(now, packet, layout, pictures: PictureMunger.SlotsOf(held.Layers.Numbers));
    }

    /// <summary>With what the packet before carried (RFC 2198).</summary>
    private bool TryPrepareRed(Instant now, in FramePacket held, in RtpPacket packet, ExtensionLayout layout, RtpTemplate template)
    {
        Span<byte> payload = stackalloc byte[RtpTemplate.MaxLength + RedPayload.MaxOverhead];
        var isThere = Stream.Ring.TryGet(now, held.Sequence - 1, out _, out var bytes) & RtpPacket.TryParse(bytes, out var before);
        var length = isThere
            ? RedPayload.Write(payload, held.PayloadType, before.Payload, held.Timestamp - before.Timestamp, packet.Payload)
            : RedPayload.Write(payload, held.PayloadType, [], 0, packet.Payload);
        return template.PrepareAs(now, packet, payload[..length], layout);
    }

    private void SendFrame(Instant now, RtpConsumer consumer, SendBatch output)
    {
        var frame = Context.Frame;
        for (var i = 0; i < frame.Count; i++)
            if (consumer.TryStamp(now, frame.Packet(i), out var stamp))
                consumer.Receiver.Send(now, frame.Template(i), stamp, output);
    }
}
