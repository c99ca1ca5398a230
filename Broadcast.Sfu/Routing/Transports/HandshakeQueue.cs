using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// Keeps a crowd that joins at once from starving media: a handshake takes a hundred times as long as a packet, so only a few
/// steps are made per turn of the worker's loop. What does not fit is dropped and counted; browsers send it again.
/// </summary>
internal sealed class HandshakeQueue(WorkerContext context) : TimerNode
{
    private const int CapacityBytes = 1 << 20;

    private readonly Queue<(WebRtcTransport Transport, TransportTuple From)> senders = new();
    private DatagramQueue? datagrams;

    public void Add(Instant now, WebRtcTransport transport, in TransportTuple from, ReadOnlySpan<byte> datagram)
    {
        datagrams ??= new DatagramQueue(CapacityBytes);
        if (!datagrams.TryWrite(datagram))
        {
            context.Drops.Count(DropReason.DtlsRateLimited);
            return;
        }
        senders.Enqueue((transport, from));
        context.Timers.SetNoLaterThan(this, now);
    }

    public override void OnTimeout(Instant now, SendBatch output)
    {
        // Due at once, but not in this turn; set first, so that a step that throws stops only its own transport's handshake.
        context.Timers.Set(this, now.AddMicroseconds(1));
        for (var taken = 0; taken < context.Options.HandshakeStepsPerTurn && senders.TryDequeue(out var sender); taken++)
            Step(now, sender.Transport, sender.From, output);
        if (senders.Count == 0)
            context.Timers.Clear(this);
    }

    /// <summary>What throws is the transport's, which is told for itself.</summary>
    public override void CloseUnasked(Instant now, string reason, SendBatch output)
    {
    }

    private void Step(Instant now, WebRtcTransport transport, in TransportTuple from, SendBatch output)
    {
        datagrams!.TryPeek(out var datagram);
        try
        {
            context.Handled = transport;
            if (!transport.IsClosed)
                transport.HandleDtls(now, from, datagram, output);
        }
        finally
        {
            datagrams.Advance();
        }
    }
}
