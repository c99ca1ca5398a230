using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>
/// One RTP stream of a producer: its loss is repaired by NACK towards the publisher, its recent packets are kept once for all
/// consumers, and the packets of a video frame are held until the frame is whole, so that each consumer gets it in one run.
/// </summary>
internal sealed partial class ProducerStream : TimerNode
{
    private const long SilentMs = 1_000;

    private readonly WorkerContext context;
    private readonly PacketRing ring;
    private readonly NackGenerator? nack;
    private readonly FramePacket[] held;
    private int heldCount;
    private Instant heldUntil = Instant.Never;
    private Instant lastArrival;
    private RestartDetector restarts;
    private GroupOfPictures group;
    private ReceiveStatistics? statistics;
    private uint? ssrc;

    public ProducerStream(WorkerContext context, Producer producer, int index, RtpEncodingParameters? encoding)
    {
        this.context = context;
        Producer = producer;
        Index = index;
        Rid = encoding?.Rid;
        Ssrc = encoding?.Ssrc;
        RtxSsrc = encoding?.Rtx?.Ssrc;
        FanOut = new FanOut(context, index);
        var isVideo = producer.Kind == MediaKind.Video;
        ring = isVideo ? PacketRing.ForVideo() : PacketRing.ForAudio();
        restarts = new RestartDetector(ring.Capacity);
        held = isVideo ? new FramePacket[FrameTemplates.MaxPackets] : new FramePacket[1];
        nack = producer.SendsNack ? new NackGenerator(new NackOptions()) : null;
    }

    public Producer Producer { get; }

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => Producer.CloseUnasked(now, reason, output);

    public int Index { get; }
    public string? Rid { get; }
    public FanOut FanOut { get; }

    /// <summary>Null until the first packet where the signalling names only a RID or MID.</summary>
    public uint? Ssrc
    {
        get => ssrc;
        set
        {
            ssrc = value;
            statistics = value is { } known ? new ReceiveStatistics(known, Producer.ClockRate) : null;
        }
    }

    public uint? RtxSsrc { get; set; }

    /// <summary>The publisher's wallclock; null before its first report.</summary>
    public RtpClock? SenderClock => statistics?.SenderClock;

    public long PacketsLost => nack?.Lost ?? Math.Max(0, statistics?.Lost ?? 0);

    public bool IsSilent(Instant now) => now.Since(lastArrival) > SilentMs * 1_000;

    public void HandlePacket(Instant now, in RtpPacket packet, bool isRetransmission, SendBatch output)
    {
        if (statistics is null || !Producer.Rtp.TryMapPayloadType(packet.PayloadType, out var payloadType))
        {
            context.Drops.Count(DropReason.RtpUnknownPayloadType);
            return;
        }
        if (!isRetransmission && !IsContinued(now, packet.SequenceNumber, statistics, output))
        {
            context.Drops.Count(DropReason.RtpTooOld);
            return;
        }
        var sequence = isRetransmission ? statistics.OnRetransmission(packet.Header) : statistics.OnPacket(now, packet.Header, packet.Bytes.Length);
        var isNewest = sequence > ring.Highest;
        var info = new StoredPacketInfo(sequence, packet.Timestamp, now, (ushort)packet.Bytes.Length, packet.Marker, Producer.IsKeyFrame(packet));
        if (!ring.TryAdd(info, packet.Bytes))
        {
            context.Drops.Count(DropReason.RtpDuplicate);
            return;
        }
        lastArrival = now;
        if (Producer.Kind == MediaKind.Video)
            group.OnPacket(now, info, isNewest);
        RepairLoss(now, sequence, info.IsKeyFrame, output);
        if (Producer.IsPaused)
            context.Drops.Count(DropReason.RtpPaused);
        else
            Forward(now, packet, new FramePacket(sequence, packet.Timestamp, (ushort)packet.Payload.Length, payloadType, info.IsKeyFrame), isNewest, output);
        UpdateTimer(now);
    }

    /// <summary>Packets that can be sent again at most.</summary>
    public int RingCapacity => ring.Capacity;

    /// <summary>Extended sequence number of the newest packet that consumers were sent, or would have been.</summary>
    public long LastReleased => heldCount > 0 ? held[0].Sequence - 1 : ring.Highest;

    /// <summary>Prepares to show a joiner the current group of pictures.</summary>
    /// <returns>Null if a new key frame serves better; the joiner is then to wait for it.</returns>
    public GroupReplay? TryReplay(Instant now, RtpConsumer joiner, out CatchUp catchUp)
    {
        catchUp = default;
        if (!group.IsWorthReplaying(now, ring.Highest, context.Options) || !joiner.Transport.TryShowPast(now, Producer.Id, (int)group.Bytes))
            return null;
        var present = group.PresentAt(now, Producer.ClockRate);
        catchUp = CatchUp.From(present, present - group.Timestamp, (uint)context.Options.ReplaySpeed);
        var untilMeeting = (long)(catchUp.Meeting - present) * 1_000_000 / Producer.ClockRate;
        var replay = new GroupReplay(context, this, joiner, catchUp, now.AddMicroseconds(untilMeeting), group.First);
        context.Timers.Set(replay, now);
        return replay;
    }

    /// <summary>Takes packets of one frame from the ring, from a sequence number on, as far as there are any.</summary>
    /// <returns>How many.</returns>
    public int TakeFrame(Instant now, long first, Span<FramePacket> frame)
    {
        var count = 0;
        for (var sequence = first; count < frame.Length && sequence <= LastReleased; sequence++)
        {
            if (!ring.TryGet(now, sequence, out var stored, out var bytes) || !RtpPacket.TryParse(bytes, out var packet))
                break;
            if (count > 0 && stored.Timestamp != frame[0].Timestamp)
                break;
            Producer.Rtp.TryMapPayloadType(packet.PayloadType, out var payloadType);
            frame[count++] = new FramePacket(sequence, stored.Timestamp, (ushort)packet.Payload.Length, payloadType, stored.IsKeyFrame);
        }
        return count;
    }

    public void SendTo(Instant now, ReadOnlySpan<FramePacket> frame, RtpConsumer joiner, SendBatch output) =>
        FanOut.SendTo(now, ring, frame, joiner, output);

    /// <summary>Loads a packet of the ring for a retransmission.</summary>
    /// <returns>False if the ring no longer has it.</returns>
    public bool TryPrepare(Instant now, long sequence, ExtensionLayout layout, RtpTemplate template, bool asRtx, out uint timestamp)
    {
        timestamp = 0;
        if (!ring.TryGet(now, sequence, out var info, out var bytes) || !RtpPacket.TryParse(bytes, out var packet))
            return false;
        timestamp = info.Timestamp;
        return template.Prepare(now, packet, layout, asRtx);
    }

    public void OnSenderReport(Instant now, RtcpPacket packet, SenderReport report)
    {
        statistics?.OnSenderReport(now, report);
        Producer.DeliverSenderReport(now, this, packet.Bytes);
    }

    /// <returns>False while there is nothing to report on.</returns>
    public bool TryTakeReport(Instant now, out ReportBlock block)
    {
        block = default;
        if (statistics is null or { Packets: 0 })
            return false;
        block = statistics.TakeReport(now);
        return true;
    }

    public override void OnTimeout(Instant now, SendBatch output)
    {
        if (now >= heldUntil)
            ReleaseHeld(now, output);
        RequestMissing(now, output);
        RequestDirectKeyFrame(now, output);
        SendKeyFrameRequest(now, output);
        UpdateTimer(now);
    }

    public void OnPaused(Instant now, SendBatch output)
    {
        ReleaseHeld(now, output);
        keyFrames.Reset();
        UpdateTimer(now);
    }

    private void Forward(Instant now, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output)
    {
        Producer.DeliverByPipe(Index, packet.Bytes);
        if (Producer.Selected != this)
            Producer.ConsiderSwitch(now, this, info.IsKeyFrame, output);
        if (Producer.Selected != this)
            return;
        Producer.DeliverDirect(now, packet.Bytes);
        if (Producer.Kind == MediaKind.Audio)
            Producer.NoteAudioLevel(now, packet);
        if (FanOut.IsEmpty)
            return;
        if (isNewest && Producer.Kind == MediaKind.Video)
            Hold(now, info, packet.Marker, output);
        else
            FanOut.Send(now, ring, new ReadOnlySpan<FramePacket>(in info), output);
    }

    /// <returns>False for a stray packet. A publisher that began anew is followed from its second packet on (RFC 3550 A.1).</returns>
    private bool IsContinued(Instant now, ushort sequenceNumber, ReceiveStatistics known, SendBatch output)
    {
        switch (restarts.Check(sequenceNumber, ring.Highest))
        {
            case RestartDetector.Verdict.Doubtful:
                return false;
            case RestartDetector.Verdict.Restarted:
                ReleaseHeld(now, output);
                known.Restart(sequenceNumber);
                nack?.Restart();
                group.Clear();
                foreach (var consumer in Producer.Consumers)
                    consumer.BeginAnew(this);
                if (!FanOut.IsEmpty || Producer.HasTaps)
                    RequestKeyFrame(now, output);
                return true;
            default:
                return true;
        }
    }

    /// <summary>Keeps a packet until its frame is whole, begins to be late, or another frame begins.</summary>
    private void Hold(Instant now, in FramePacket packet, bool endsFrame, SendBatch output)
    {
        if (heldCount > 0 && held[0].Timestamp != packet.Timestamp)
            ReleaseHeld(now, output);
        if (heldCount == 0)
            heldUntil = now.AddMicroseconds((long)(context.Options.FrameHoldMs * 1_000));
        held[heldCount++] = packet;
        if (endsFrame || heldCount == held.Length)
            ReleaseHeld(now, output);
    }

    private void ReleaseHeld(Instant now, SendBatch output)
    {
        if (heldCount > 0)
            FanOut.Send(now, ring, held.AsSpan(0, heldCount), output);
        heldCount = 0;
        heldUntil = Instant.Never;
    }

    private void UpdateTimer(Instant now)
    {
        var due = Instant.Min(heldUntil, nextDirectKeyFrame);
        if (CanAsk)
            due = Instant.Min(due, keyFrames.NextTimeout);
        if (CanAsk && nack is not null)
            due = Instant.Min(due, nack.NextTimeout);
        // What is due already was more than one message could carry; the rest follows in a moment, not in a loop.
        if (due <= now)
            due = now.AddMilliseconds(1);
        if (due != Due)
            context.Timers.Set(this, due);
    }
}
