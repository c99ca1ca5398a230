using System.Buffers.Binary;
using System.Globalization;
using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// RTP over a network, to and from one remote that may be anybody: each consumer's packets are written for it, reports go by the clock,
/// and what it may send and draw is limited. How packets are protected is up to the derived classes.
/// </summary>
internal abstract partial class NetworkTransport(TransportPlace place) : RtpTransport(place), IReceiver
{
    private int nextMid;
    private ushort transportSequence;
    private TransportCcFeedbackGenerator? arrivals;
    private uint feedbackSsrc;

    /// <summary>Where RTP goes, once <see cref="RtpTransport.CanSend"/>.</summary>
    public TransportTuple Destination { get; protected set; }

    /// <summary>Where RTCP goes: the same but for plain transports without multiplexing.</summary>
    protected virtual TransportTuple RtcpDestination => Destination;

    /// <summary>The MID of the next consumer: numbers, rising, as mediasoup-client expects.</summary>
    public string PeekMid() => nextMid.ToString(CultureInfo.InvariantCulture);

    public void TakeMid() => nextMid++;

    public ushort NextTransportSequence() => transportSequence++;

    public void OnRoundTrip(long us) => Counters.OnRoundTrip(us);

    public void Send(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output) => Send(now, template, stamp, isProbe: false, output);

    /// <returns>Bytes that were sent.</returns>
    private int Send(Instant now, RtpTemplate template, in RtpStamp stamp, bool isProbe, SendBatch output)
    {
        var slot = output.Reserve(template.Length + SrtpProfileExtensions.MaxOverhead);
        var length = Write(template, stamp, slot);
        if (length == 0)
        {
            Context.Drops.Count(DropReason.SendRefused);
            return 0;
        }
        output.Commit(Destination, length);
        Counters.PacketsSent++;
        Counters.BytesSent += length;
        if (stamp.TransportSequence is { } sequence)
            bandwidth?.OnSent(now, sequence, length, isProbe);
        return length;
    }

    public void SendAgain(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output)
    {
        Send(now, template, stamp, output);
        Counters.PacketsRetransmitted++;
    }

    /// <summary>Writes one receiver's packet as it is to leave: protected, where the transport protects.</summary>
    /// <returns>Bytes to send; 0 if it must not be sent.</returns>
    protected abstract int Write(RtpTemplate template, in RtpStamp stamp, Span<byte> slot);

    /// <returns>Bytes to send; 0 if it must not be sent.</returns>
    protected abstract int ProtectRtcp(Span<byte> buffer, int length);

    protected override void SendRtcp(ReadOnlySpan<byte> compound, SendBatch output)
    {
        var slot = output.Reserve(compound.Length + SrtpProfileExtensions.MaxOverhead);
        compound.CopyTo(slot);
        var length = ProtectRtcp(slot, compound.Length);
        if (length > 0)
            output.Commit(RtcpDestination, length);
    }

    /// <summary>Sending has become possible.</summary>
    protected void OnWritable(Instant now, SendBatch output)
    {
        OnConnected(now);
        SetWritable(now, true, output);
        StartReports(now);
    }

    protected override bool TryAdmit(Instant now, in RtpPacket packet, MediaKind? kind)
    {
        // Before congestion feedback is given: a sender that is too fast is to see that it loses packets.
        if (kind is { } known && !TryTakeRate(now, known, packet.Bytes.Length))
        {
            Context.Drops.Count(DropReason.RtpRateLimited);
            return false;
        }
        NoteTransportSequence(packet);
        return true;
    }

    private void NoteTransportSequence(in RtpPacket packet)
    {
        var id = Listener.TransportCcId;
        if (id == 0 || !packet.TryGetExtension(id, out var value) || value.Length != 2)
            return;
        arrivals ??= new TransportCcFeedbackGenerator();
        arrivals.OnPacket(Context.ArrivedAt, BinaryPrimitives.ReadUInt16BigEndian(value));
        feedbackSsrc = packet.Ssrc;
        Context.Timers.SetNoLaterThan(this, arrivals.NextTimeout);
    }
}
