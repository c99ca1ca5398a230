using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>A transport on which RTP and RTCP travel: finds the producer of what arrives, and the consumer that feedback is about.</summary>
internal abstract partial class RtpTransport(TransportPlace place) : Transport(place), IPublisher
{
    /// <summary>Consumers by the SSRCs of their media and retransmissions.</summary>
    private readonly Dictionary<uint, Consumer> consumersBySsrc = [];
    private bool isWritable;

    public RtpListener Listener { get; } = new();

    public TransportCounters Counters;

    public virtual NackOptions Nacks => NackOptions.OfPublisher;

    public virtual long KeyFrameIntervalUs => KeyFrameRequester.PublisherIntervalUs;

    /// <summary>Whether there is a destination and a key to protect with.</summary>
    public bool CanSend => isWritable && !IsClosed;

    public override void Add(Producer producer)
    {
        base.Add(producer);
        Listener.Add(producer);
    }

    public override void Remove(Producer producer)
    {
        Listener.Remove(producer);
        base.Remove(producer);
    }

    public override void Add(Consumer consumer)
    {
        base.Add(consumer);
        foreach (var ssrc in consumer.Ssrcs)
            consumersBySsrc.Add(ssrc, consumer);
    }

    public override void Remove(Consumer consumer)
    {
        foreach (var ssrc in consumer.Ssrcs)
            consumersBySsrc.Remove(ssrc);
        base.Remove(consumer);
    }

    /// <summary>An SSRC that no consumer of the transport has.</summary>
    public uint NewSsrc()
    {
        uint ssrc;
        do
            ssrc = Context.NextSsrc();
        while (consumersBySsrc.ContainsKey(ssrc));
        return ssrc;
    }

    public override TransportStats GetStats() => base.GetStats() with
    {
        PacketsReceived = Counters.PacketsReceived,
        BytesReceived = Counters.BytesReceived,
        PacketsSent = Counters.PacketsSent,
        BytesSent = Counters.BytesSent,
        PacketsRetransmitted = Counters.PacketsRetransmitted,
        RoundTripTimeMs = Counters.RoundTripUs == 0 ? null : Counters.RoundTripUs / 1e3,
    };

    /// <summary>Tells consumers that they may begin, or have to stop.</summary>
    protected void SetWritable(Instant now, bool writable, SendBatch output)
    {
        isWritable = writable;
        foreach (var consumer in Consumers)
            consumer.UpdateFlow(now, output);
    }

    /// <summary>A decrypted RTP packet.</summary>
    protected void HandleRtp(Instant now, Span<byte> datagram, SendBatch output)
    {
        if (!RtpPacket.TryParse(datagram, out var packet))
        {
            Context.Drops.Count(DropReason.RtpMalformed);
            return;
        }
        var isKnown = Listener.TryFind(packet, out var route);
        if (!TryAdmit(now, packet, isKnown ? route.Stream.Producer.Kind : null))
            return;
        if (!isKnown)
            Context.Drops.Count(DropReason.RtpUnknownSsrc);
        else if (!route.IsRtx)
            route.Stream.HandlePacket(now, packet, isRetransmission: false, output);
        else
            HandleRtx(now, datagram, packet.PayloadType, route.Stream, output);
    }

    /// <summary>Whether the remote may send this now; what is refused is counted as dropped.</summary>
    /// <param name="now">The time.</param>
    /// <param name="packet">As it arrived.</param>
    /// <param name="kind">Of its producer; null if it belongs to none.</param>
    protected abstract bool TryAdmit(Instant now, in RtpPacket packet, MediaKind? kind);

    private void HandleRtx(Instant now, Span<byte> datagram, byte payloadType, ProducerStream stream, SendBatch output)
    {
        if (!stream.Producer.TryGetMediaPayloadType(payloadType, out var media))
            Context.Drops.Count(DropReason.RtpUnknownPayloadType);
        else if (stream.Ssrc is { } ssrc && Rtx.TryUnwrap(datagram, media, ssrc, out var original) && RtpPacket.TryParse(original, out var packet))
            stream.HandlePacket(now, packet, isRetransmission: true, output);
    }
}
