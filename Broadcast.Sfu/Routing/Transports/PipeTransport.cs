using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// Joins two routers of one webinar: each producer's decrypted packets go over once, however many consume them there; key frame
/// requests come back. Nothing is lost on the way unless the reader falls far behind, so nothing is acknowledged.
/// </summary>
internal sealed class PipeTransport(Router router, TransportId id, RequestFingerprint createdBy) : Transport(router, id, createdBy)
{
    /// <summary>Datagrams taken per turn, so that a flood on a pipe starves no socket.</summary>
    private const int MaxPerTurn = 256;

    private PipeEnd? end;

    /// <summary>The request that connected it; null before.</summary>
    public ConnectPipeTransport? ConnectedBy { get; private set; }

    public override ControlResponse Created => new PipeTransportCreated(Id);

    public void Connect(Instant now, ConnectPipeTransport request, SendBatch output)
    {
        ConnectedBy = request;
        end = Context.PipeEnds.Open(Id, request.Peer);
        Context.Pipes.Add(this);
        CanSend = true;
        foreach (var consumer in Consumers)
            consumer.UpdateFlow(now, output);
    }

    /// <summary>Takes what came over.</summary>
    /// <returns>Whether more is waiting.</returns>
    public bool Receive(Instant now, SendBatch output)
    {
        var incoming = end!.Value.Incoming;
        for (var taken = 0; taken < MaxPerTurn; taken++)
        {
            if (!incoming.TryPeek(out var datagram))
                return false;
            Counters.OnReceived(datagram.Length);
            if (RtpHeader.IsRtcp(datagram))
                HandleRtcp(now, datagram, output);
            else
                HandleRtp(now, datagram, output);
            incoming.Advance();
        }
        return !incoming.IsEmpty;
    }

    /// <summary>Room for a packet on its way over, to be counted in by <see cref="Commit"/>.</summary>
    /// <returns>False, and the packet is counted as dropped, if the other worker has fallen behind.</returns>
    public bool TryReserve(int length, out Span<byte> slot)
    {
        slot = default;
        if (end is { } open && open.Outgoing.TryReserve(length, out slot))
            return true;
        Context.Drops.Count(DropReason.PipeOverflow);
        return false;
    }

    public void Commit(int length)
    {
        end!.Value.Outgoing.Commit(length);
        Counters.PacketsSent++;
        Counters.BytesSent += length;
    }

    /// <summary>Wakes the other worker if anything was written to it.</summary>
    public void Announce() => end!.Value.Outgoing.Announce();

    protected override bool TryTakeRate(Instant now, MediaKind kind, int bytes) => true;

    protected override int Write(RtpTemplate template, in RtpStamp stamp, Span<byte> slot) => 0;

    protected override int ProtectRtcp(Span<byte> buffer, int length) => 0;

    protected override void SendRtcp(ReadOnlySpan<byte> compound, SendBatch output)
    {
        if (!TryReserve(compound.Length, out var slot))
            return;
        compound.CopyTo(slot);
        Commit(compound.Length);
    }

    protected override void Release(Instant now, SendBatch output)
    {
        if (ConnectedBy is not { } request)
            return;
        Context.Pipes.Remove(this);
        Context.PipeEnds.Close(Id, request.Peer);
    }
}
