using Broadcast.Sfu.Codecs;
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
    private IPacketTaker[] takers = new IPacketTaker[2];
    private int takerCount;
    private Instant lastArrival;
    private RestartDetector restarts;
    private GroupOfPictures group;
    private ReceiveStatistics? statistics;
    private uint? ssrc;
    private uint newestTimestamp;
    private Instant silentAt = Instant.Never;

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
        keyFrames = new KeyFrameRequester(producer.Publisher.KeyFrameIntervalUs);
        nack = producer.SendsNack ? new NackGenerator(producer.Publisher.Nacks) : null;
    }

    public Producer Producer { get; }

    public int Index { get; }
    public string? Rid { get; }

    /// <summary>Whether it is being sent. Of a producer with one stream nobody asks.</summary>
    public bool IsLive => silentAt != Instant.Never;

    /// <summary>Reads which layers a packet is of.</summary>
    public LayerReader Layers { get; } = new();

    /// <summary>What its layers take.</summary>
    public StreamRates Rates { get; } = new();

    /// <summary>Its recent packets, once for all who take them.</summary>
    public PacketRing Ring { get; }

    /// <summary>The key frame that a joiner can begin with, and what followed it.</summary>
    public GroupOfPictures Group => group;

    /// <summary>Whether anybody takes its packets.</summary>
    public bool IsTaken => takerCount > 0;

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

    /// <summary>It comes another way, under other SSRCs and numbers: it begins anew with the next packet, by the clock that is known.</summary>
    public void Move(RtpEncodingParameters encoding)
    {
        (ssrc, RtxSsrc) = (encoding.Ssrc, encoding.Rtx?.Ssrc);
        statistics!.Rename(ssrc!.Value);
        restarts.Expect();
        nack?.Restart();
    }

    /// <summary>The publisher's wallclock; null before its first report.</summary>
    public RtpClock? SenderClock => statistics?.SenderClock;

    public long PacketsLost => nack?.Lost ?? Math.Max(0, statistics?.Lost ?? 0);

    /// <summary>From now on <paramref name="taker"/> gets the stream's packets.</summary>
    public void Add(IPacketTaker taker)
    {
        if (takerCount == takers.Length)
            Array.Resize(ref takers, takerCount * 2);
        takers[takerCount++] = taker;
    }

    public void Remove(IPacketTaker taker)
    {
        var index = Array.IndexOf(takers, taker, 0, takerCount);
        if (index < 0)
            return;
        Array.Copy(takers, index + 1, takers, index, --takerCount - index);
        takers[takerCount] = null!;
    }

    public void HandlePacket(Instant now, in RtpPacket packet, bool isRetransmission, SendBatch output)
    {
        if (Producer.IsRedundant(packet.PayloadType))
            HandleRedundant(now, packet, isRetransmission, output);
        else
            HandleMedia(now, packet, isRetransmission, output);
    }

    private void HandleMedia(Instant now, in RtpPacket packet, bool isRetransmission, SendBatch output)
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
        var layers = Producer.Kind == MediaKind.Video ? Producer.ReadLayers(Layers, packet) : PacketLayers.Unknown;
        var info = new StoredPacketInfo(sequence, packet.Timestamp, now, (ushort)packet.Bytes.Length, packet.Marker, Producer.IsKeyFrame(packet), layers);
        if (!Ring.TryAdd(info, packet.Bytes))
        {
            context.Drops.Count(DropReason.RtpDuplicate);
            return;
        }
        lastArrival = now;
        if (Producer.Kind == MediaKind.Video)
            group.OnPacket(now, info, isNewest);
        RepairLoss(now, sequence, info.IsKeyFrame, output);
        var frame = Describe(now, packet, info, payloadType, isNewest);
        if (Producer.IsPaused)
            context.Drops.Count(DropReason.RtpPaused);
        else
            Forward(now, packet, frame, isNewest, output);
        UpdateTimer(now);
    }

    public void OnSenderReport(Instant now, RtcpPacket packet, SenderReport report, SendBatch output)
    {
        statistics?.OnSenderReport(now, report);
        for (var i = 0; i < takerCount; i++)
            takers[i].OnSenderReport(now, this, packet.Bytes, output);
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
        NoticeSilence(now, output);
        UpdateTimer(now);
    }

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => Producer.CloseUnasked(now, reason, output);

    public void OnPaused(Instant now, SendBatch output)
    {
        Interrupt(now, output);
        keyFrames.Reset();
        UpdateTimer(now);
    }

    private FramePacket Describe(Instant now, in RtpPacket packet, in StoredPacketInfo info, byte payloadType, bool isNewest)
    {
        // Padding goes to nobody.
        if (!packet.Payload.IsEmpty)
            Rates.OnPacket(now, info.Layers.NeededBy, info.Length);
        var beginsPicture = isNewest && info.Timestamp != newestTimestamp;
        if (isNewest)
            newestTimestamp = info.Timestamp;
        return new FramePacket(info.Sequence, info.Timestamp, (ushort)packet.Payload.Length, payloadType, info.IsKeyFrame, beginsPicture, info.Layers);
    }

    private void Forward(Instant now, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output)
    {
        if (!IsLive && Producer.Streams.Length > 1)
            Revive(now, output);
        if (Producer.Kind == MediaKind.Audio)
            Producer.NoteAudioLevel(now, packet);
        for (var i = 0; i < takerCount; i++)
            takers[i].OnPacket(now, this, packet, info, isNewest, output);
    }

    private void Revive(Instant now, SendBatch output)
    {
        silentAt = now.AddMilliseconds(SilentMs);
        Producer.Listener?.OnStreamsChanged(now, output);
    }

    /// <summary>Looks once per second, not at each packet, whether any came.</summary>
    private void NoticeSilence(Instant now, SendBatch output)
    {
        if (now < silentAt)
            return;
        silentAt = lastArrival.AddMilliseconds(SilentMs);
        if (silentAt > now)
            return;
        silentAt = Instant.Never;
        Producer.Listener?.OnStreamsChanged(now, output);
    }

    private void Interrupt(Instant now, SendBatch output)
    {
        for (var i = 0; i < takerCount; i++)
            takers[i].OnInterrupted(now, output);
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
        var due = Instant.Min(silentAt, CanAsk ? keyFrames.NextTimeout : Instant.Never);
        if (CanAsk && nack is not null)
            due = Instant.Min(due, nack.NextTimeout);
        // What is due already was more than one message could carry; the rest follows in a moment, not in a loop.
        if (due <= now)
            due = now.AddMilliseconds(1);
        if (due != Due)
            context.Timers.Set(this, due);
    }
}
