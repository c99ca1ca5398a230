using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// Joins two routers of one webinar: each producer's decrypted packets go over once, however many consume them there; key frame
/// requests come back. Nothing is lost on the way unless the reader falls far behind, so nothing is acknowledged.
/// </summary>
/// <param name="place">Its ids and its router.</param>
/// <param name="pipes">Finds the other end.</param>
/// <param name="connected">The worker's pipes that are connected.</param>
internal sealed class PipeTransport(TransportPlace place, IPipes pipes, List<PipeTransport> connected) : RtpTransport(place)
{
    /// <summary>Datagrams taken per turn, so that a flood on a pipe starves no socket.</summary>
    private const int MaxPerTurn = 256;

    private DatagramQueue? incoming;

    public PipeWriter Writer { get; } = new(place.Context.Drops);

    /// <summary>The request that connected it; null before.</summary>
    public ConnectPipeTransport? ConnectedBy { get; private set; }

    public override TransportDump Dump() => new(Id, TransportKind.Pipe);

    public override ControlResponse Created => new PipeTransportCreated(Id);

    public void Connect(Instant now, ConnectPipeTransport request, SendBatch output)
    {
        ConnectedBy = request;
        var end = pipes.Open(Id, request.Peer);
        incoming = end.Incoming;
        Writer.Open(end.Outgoing);
        connected.Add(this);
        SetWritable(now, true, output);
    }

    /// <summary>Takes what came over.</summary>
    /// <returns>Whether more is waiting.</returns>
    public bool Receive(Instant now, SendBatch output)
    {
        for (var taken = 0; taken < MaxPerTurn; taken++)
        {
            if (!incoming!.TryPeek(out var datagram))
                return false;
            Counters.OnReceived(datagram.Length);
            if (RtpHeader.IsRtcp(datagram))
                HandleRtcp(now, datagram, output);
            else
                HandleRtp(now, datagram, output);
            incoming.Advance();
        }
        return !incoming!.IsEmpty;
    }

    public override TransportStats GetStats() => base.GetStats() with { PacketsSent = Writer.Packets, BytesSent = Writer.Bytes };

    /// <summary>What comes from another worker has passed its limits there.</summary>
    protected override bool TryAdmit(Instant now, in RtpPacket packet, MediaKind? kind) => true;

    protected override void SendRtcp(ReadOnlySpan<byte> compound, SendBatch output)
    {
        if (!Writer.TryReserve(compound.Length, out var slot))
            return;
        compound.CopyTo(slot);
        Writer.Commit(compound.Length);
    }

    protected override void Release(Instant now, SendBatch output)
    {
        if (ConnectedBy is not { } request)
            return;
        connected.Remove(this);
        Writer.Close();
        pipes.Close(Id, request.Peer);
    }
}
