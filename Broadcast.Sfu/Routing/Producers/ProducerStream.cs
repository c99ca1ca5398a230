using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>
/// One RTP stream of a producer: its loss is repaired by NACK towards the publisher, its recent packets are kept once for all
/// consumers, and each packet goes to whoever takes the stream.
/// </summary>
internal sealed partial class ProducerStream : TimerNode
{
    private const long SilentMs = 1_000;

    private readonly WorkerContext context;
    private readonly NackGenerator? nack;
    private IPacketTaker[] takers = [];
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
        Ring = producer.Kind == MediaKind.Video ? PacketRing.ForVideo() : PacketRing.ForAudio();
        restarts = new RestartDetector(Ring.Capacity);
        nack = producer.SendsNack ? new NackGenerator(new NackOptions()) : null;
    }

    public Producer Producer { get; }

    public int Index { get; }
    public string? Rid { get; }

    /// <summary>Its recent packets, once for all who take them.</summary>
    public PacketRing Ring { get; }

    /// <summary>The key frame that a joiner can begin with, and what followed it.</summary>
    public GroupOfPictures Group => group;

    /// <summary>Whether anybody takes its packets.</summary>
    public bool IsTaken => takers.Length > 0;

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

    /// <summary>From now on <paramref name="taker"/> gets the stream's packets.</summary>
    public void Add(IPacketTaker taker) => takers = [.. takers, taker];

    public void Remove(IPacketTaker taker) => takers = Array.FindAll(takers, other => other != taker);

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
        var isNewest = sequence > Ring.Highest;
        var info = new StoredPacketInfo(sequence, packet.Timestamp, now, (ushort)packet.Bytes.Length, packet.Marker, Producer.IsKeyFrame(packet));
        if (!Ring.TryAdd(info, packet.Bytes))
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

    public void OnSenderReport(Instant now, RtcpPacket packet, SenderReport report)
    {
        statistics?.OnSenderReport(now, report);
        foreach (var taker in takers)
            taker.OnSenderReport(now, this, packet.Bytes);
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
        RequestMissing(now, output);
        SendKeyFrameRequest(now, output);
        UpdateTimer(now);
    }

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => Producer.CloseUnasked(now, reason, output);

    public void OnPaused(Instant now, SendBatch output)
    {
        Interrupt(now, output);
        keyFrames.Reset();
        UpdateTimer(now);
    }

    private void Forward(Instant now, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output)
    {
        if (Producer.Selected != this)
            Producer.ConsiderSwitch(now, this, info.IsKeyFrame, output);
        if (Producer.Selected == this && Producer.Kind == MediaKind.Audio)
            Producer.NoteAudioLevel(now, packet);
        foreach (var taker in takers)
            taker.OnPacket(now, this, packet, info, isNewest, output);
    }

    private void Interrupt(Instant now, SendBatch output)
    {
        foreach (var taker in takers)
            taker.OnInterrupted(now, output);
    }

    /// <returns>False for a stray packet. A publisher that began anew is followed from its second packet on (RFC 3550 A.1).</returns>
    private bool IsContinued(Instant now, ushort sequenceNumber, ReceiveStatistics known, SendBatch output)
    {
        switch (restarts.Check(sequenceNumber, Ring.Highest))
        {
            case RestartDetector.Verdict.Doubtful:
                return false;
            case RestartDetector.Verdict.Restarted:
                Interrupt(now, output);
                known.Restart(sequenceNumber);
                nack?.Restart();
                group.Clear();
                Producer.Listener?.OnRestarted(this);
                if (IsTaken)
                    RequestKeyFrame(now, output);
                return true;
            default:
                return true;
        }
    }

    private void UpdateTimer(Instant now)
    {
        var due = CanAsk ? keyFrames.NextTimeout : Instant.Never;
        if (CanAsk && nack is not null)
            due = Instant.Min(due, nack.NextTimeout);
        // What is due already was more than one message could carry; the rest follows in a moment, not in a loop.
        if (due <= now)
            due = now.AddMilliseconds(1);
        if (due != Due)
            context.Timers.Set(this, due);
    }
}
