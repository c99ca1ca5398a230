using System.Globalization;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// One remote end: the producers it feeds, the consumers it is fed by, and the RTCP between. What carries the bytes is up to the
/// derived classes.
/// </summary>
internal abstract partial class Transport(Router router, TransportId id, RequestFingerprint createdBy) : TimerNode
{
    private int nextMid;

    protected WorkerContext Context { get; } = router.Context;
    public Router Router { get; } = router;
    public TransportId Id { get; } = id;
    public RequestFingerprint CreatedBy { get; } = createdBy;
    public bool IsClosed { get; private set; }

    public List<Producer> Producers { get; } = [];
    public List<Consumer> Consumers { get; } = [];
    public RtpListener Listener { get; } = new();

    /// <summary>Consumers by the SSRCs of their media and retransmissions.</summary>
    public Dictionary<uint, Consumer> ConsumersBySsrc { get; } = [];

    public TransportCounters Counters;

    /// <summary>The MID of the next consumer: numbers, rising, as mediasoup-client expects.</summary>
    public string PeekMid() => nextMid.ToString(CultureInfo.InvariantCulture);

    public void TakeMid() => nextMid++;

    /// <summary>Whether there is a destination and a key to protect with.</summary>
    public bool CanSend { get; protected set; }

    /// <summary>Where RTP goes, once <see cref="CanSend"/>.</summary>
    public TransportTuple Destination { get; protected set; }

    /// <summary>Where RTCP goes: the same but for plain transports without multiplexing.</summary>
    protected virtual TransportTuple RtcpDestination => Destination;

    /// <summary>The answer to the request that made the transport, given again when it is repeated.</summary>
    public abstract ControlResponse Created { get; }

    /// <summary>Writes one receiver's packet as it is to leave: protected, where the transport protects.</summary>
    /// <returns>Bytes to send; 0 if it must not be sent.</returns>
    protected abstract int Write(RtpTemplate template, in RtpStamp stamp, Span<byte> slot);

    protected abstract int ProtectRtcp(Span<byte> buffer, int length);

    /// <summary>Writes one viewer's packet and sends it.</summary>
    public void Send(RtpTemplate template, in RtpStamp stamp, SendBatch output)
    {
        var slot = output.Reserve(template.Length + SrtpProfileExtensions.MaxOverhead);
        var length = Write(template, stamp, slot);
        if (length == 0)
        {
            Context.Drops.Count(DropReason.SendRefused);
            return;
        }
        output.Commit(Destination, length);
        Counters.PacketsSent++;
        Counters.BytesSent += length;
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
        // Before congestion feedback is given: a sender that is too fast is to see that it loses packets.
        if (isKnown && !TryTakeRate(now, route.Stream.Producer.Kind, datagram.Length))
        {
            Context.Drops.Count(DropReason.RtpRateLimited);
            return;
        }
        NoteTransportSequence(packet);
        if (!isKnown)
        {
            Context.Drops.Count(DropReason.RtpUnknownSsrc);
            return;
        }
        if (!route.IsRtx)
            route.Stream.HandlePacket(now, packet, isRetransmission: false, output);
        else
            HandleRtx(now, datagram, packet.PayloadType, route.Stream, output);
    }

    private void HandleRtx(Instant now, Span<byte> datagram, byte payloadType, ProducerStream stream, SendBatch output)
    {
        if (!stream.Producer.TryGetMediaPayloadType(payloadType, out var media))
            Context.Drops.Count(DropReason.RtpUnknownPayloadType);
        else if (stream.Ssrc is { } ssrc && Rtx.TryUnwrap(datagram, media, ssrc, out var original) && RtpPacket.TryParse(original, out var packet))
            stream.HandlePacket(now, packet, isRetransmission: true, output);
    }

    /// <summary>Sends what is in the RTCP scratch, if anything, and empties it.</summary>
    protected void FlushRtcp(SendBatch output)
    {
        var scratch = Context.Rtcp;
        if (CanSend && scratch.Length > 0)
            SendRtcp(scratch.Written, output);
        scratch.Clear();
    }

    protected virtual void SendRtcp(ReadOnlySpan<byte> compound, SendBatch output)
    {
        var slot = output.Reserve(compound.Length + SrtpProfileExtensions.MaxOverhead);
        compound.CopyTo(slot);
        var length = ProtectRtcp(slot, compound.Length);
        if (length > 0)
            output.Commit(RtcpDestination, length);
    }

    /// <summary>Tells consumers that they may begin, as sending has become possible.</summary>
    protected void OnWritable(Instant now, SendBatch output)
    {
        CanSend = true;
        OnConnected(now);
        foreach (var consumer in Consumers)
            consumer.UpdateFlow(now, output);
        StartReports(now);
    }

    /// <summary>Stops all consumers until <see cref="OnWritable"/>.</summary>
    protected void OnUnwritable(Instant now, SendBatch output)
    {
        CanSend = false;
        foreach (var consumer in Consumers)
            consumer.UpdateFlow(now, output);
    }

    public override void CloseUnasked(Instant now, string reason, SendBatch output)
    {
        if (IsClosed)
            return;
        Close(now, output);
        Context.Notify(new TransportClosed(Router.Id, Id, reason));
    }

    public void Close(Instant now, SendBatch output)
    {
        if (IsClosed)
            return;
        IsClosed = true;
        while (Consumers.Count > 0)
            Consumers[^1].Close(now);
        while (Producers.Count > 0)
        {
            var producer = Producers[^1];
            producer.Close(now);
            Context.Notify(new ProducerClosed(Router.Id, producer.Id));
        }
        Context.Timers.Clear(this);
        Release(now, output);
        CanSend = false;
        Router.Transports.Remove(this);
        Context.Transports.Remove(Id);
    }

    /// <summary>Frees sockets, keys and table entries.</summary>
    protected abstract void Release(Instant now, SendBatch output);

    public virtual TransportStats GetStats() => new()
    {
        Transport = Id,
        PacketsReceived = Counters.PacketsReceived,
        BytesReceived = Counters.BytesReceived,
        PacketsSent = Counters.PacketsSent,
        BytesSent = Counters.BytesSent,
        PacketsRetransmitted = Counters.PacketsRetransmitted,
        PacketsLost = Producers.Sum(producer => producer.Streams.Sum(stream => stream.PacketsLost)),
        RoundTripTimeMs = Counters.RoundTripUs == 0 ? null : Counters.RoundTripUs / 1e3,
    };
}
