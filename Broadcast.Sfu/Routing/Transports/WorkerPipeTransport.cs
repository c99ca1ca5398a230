using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// A pipe within the node, by memory: packets go over decrypted. Nothing is lost on the way unless the reader falls far behind, so nothing
/// is acknowledged.
/// </summary>
/// <param name="place">Its ids and its router.</param>
/// <param name="pipes">Finds the other end.</param>
/// <param name="connected">The worker's pipes that are connected.</param>
internal sealed class WorkerPipeTransport(TransportPlace place, IPipes pipes, List<WorkerPipeTransport> connected) : PipeTransport(place)
{
    /// <summary>Datagrams taken per turn, so that a flood on a pipe starves no socket.</summary>
    private const int MaxPerTurn = 256;

    /// <summary>Wishes that found no room are said again.</summary>
    private const int RetryMs = 200;

    private DatagramQueue? incoming;
    private bool isBehind;

    public PipeWriter Writer { get; } = new(place.Context.Drops);

    public override ControlResponse Created => new PipeTransportCreated(Id);

    public override RtpParameters ParametersOf(Producer producer) =>
        PipeRtp.Of(producer.Rtp.Parameters, producer.Cname, [.. producer.Streams.Select(_ => NewSsrc())]);

    public override PipeConsumer CreateConsumer(ConsumerPlace place, bool isPaused) => new WorkerPipeConsumer(place, isPaused, Writer);

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

    public override void WantLayers(Instant now, Producer producer) => Context.Timers.SetNoLaterThan(this, now);

    public override void OnTimeout(Instant now, SendBatch output)
    {
        isBehind = !CanSend;
        SendWishes(output);
        if (isBehind)
            Context.Timers.Set(this, now.AddMilliseconds(RetryMs));
    }

    public override TransportStats GetStats() => base.GetStats() with { PacketsSent = Writer.Packets, BytesSent = Writer.Bytes };

    protected override void SendRtcp(ReadOnlySpan<byte> compound, SendBatch output)
    {
        if (!Writer.TryReserve(compound.Length, out var slot))
        {
            isBehind = true;
            return;
        }
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
