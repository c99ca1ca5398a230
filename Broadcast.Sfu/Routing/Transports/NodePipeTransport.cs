using System.Buffers.Binary;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// A pipe to a router of another node, over UDP: each datagram is the id of its receiver and SRTP or SRTCP under a key that the receiver
/// chose. What is lost is asked for and sent again on this hop. Silence closes nothing: it is told, and so is its end.
/// </summary>
internal sealed partial class NodePipeTransport : PipeTransport, INodePipe, IDisposable
{
    private readonly PipePort port;
    private RepairBudget repairs;
    private SrtpSender? sender;
    private TransportTuple destination;
    private uint remotePipe;

    /// <param name="place">Its ids and its router.</param>
    /// <param name="port">Of its worker; open.</param>
    public NodePipeTransport(TransportPlace place, PipePort port) : base(place)
    {
        this.port = port;
        OwnSsrc = place.Context.NextSsrc();
        newest = port.Open(this);
        Context.Pipes.OnOpened();
    }

    public override ControlResponse Created => new PipeTransportCreated(Id, newest.Address);

    public override NackOptions Nacks => NackOptions.OfNode;

    public override long KeyFrameIntervalUs => KeyFrameRequester.NodeIntervalUs;

    public long? RoundTripUs => Counters.RoundTripUs == 0 ? null : Counters.RoundTripUs;

    /// <summary>Random, so that no index of SRTCP is used twice although a node that starts again may be given a key that it had before.</summary>
    protected override uint OwnSsrc { get; }

    public override RtpParameters ParametersOf(Producer producer) => PipeRtp.WithRepair(
        producer.Rtp.Parameters, producer.Cname, [.. producer.Streams.Select(_ => NewSsrc())], [.. producer.Streams.Select(_ => NewSsrc())]);

    public override PipeConsumer CreateConsumer(ConsumerPlace place, bool isPaused) => new NodePipeConsumer(place, isPaused, this);

    /// <summary>From now on packets go to this address.</summary>
    /// <param name="remote">The same as <paramref name="request"/> says, without a local socket.</param>
    /// <param name="key">Its key; the caller disposes it.</param>
    public void Connect(Instant now, ConnectPipeTransport request, in TransportTuple remote, SrtpMasterKey key, SendBatch output)
    {
        var isFirst = ConnectedBy is null;
        ConnectedBy = request;
        destination = remote with { LocalSocket = port.Socket };
        remotePipe = request.Address!.Pipe;
        sender?.Dispose();
        sender = new SrtpSender(key, isToNode: true);
        if (!isFirst)
            return;
        repairs = new RepairBudget(now, RepairBudget.NodeShare, RepairBudget.NodeBurstBytes);
        SetWritable(now, true, output);
        BeginLife(now);
    }

    /// <param name="inlet">By whose id it was found.</param>
    /// <param name="datagram">Behind that id; decrypted in place.</param>
    public void HandleDatagram(Instant now, PipeInlet inlet, Span<byte> datagram, SendBatch output)
    {
        var isRtcp = RtpHeader.IsRtcp(datagram);
        var isAuthentic = isRtcp
            ? inlet.Receiver.TryUnprotectRtcp(datagram, out var length, out var reason)
            : inlet.Receiver.TryUnprotect(datagram, out length, out reason);
        if (!isAuthentic)
        {
            Context.Drops.Count(reason);
            return;
        }
        Hear(now, inlet);
        Counters.OnReceived(length);
        Context.Pipes.OnReceived(PipePort.IdLength + datagram.Length);
        if (isRtcp)
            HandleRtcp(now, datagram[..length], output);
        else
            HandleRtp(now, datagram[..length], output);
    }

    public Span<byte> Reserve(int length, SendBatch output)
    {
        var slot = output.Reserve(PipePort.IdLength + length + SrtpProfileExtensions.MaxOverhead);
        BinaryPrimitives.WriteUInt32BigEndian(slot, remotePipe);
        return slot[PipePort.IdLength..];
    }

    public void Commit(Span<byte> slot, int headerLength, ReadOnlySpan<byte> payload, SendBatch output)
    {
        var length = sender!.Protect(slot, headerLength, payload);
        if (length == 0)
        {
            Context.Drops.Count(DropReason.SendRefused);
            return;
        }
        Counters.PacketsSent++;
        Commit(length, output);
    }

    public bool TryRepeat(Instant now, int bytes)
    {
        if (!repairs.TryTake(now, Counters.BytesSent - Counters.BytesRepeated, bytes))
        {
            Context.Drops.Count(DropReason.RepairBudgetSpent);
            return false;
        }
        Counters.BytesRepeated += bytes;
        Counters.PacketsRetransmitted++;
        Context.Pipes.OnRetransmission();
        return true;
    }

    public void SendReport(ReadOnlySpan<byte> report, SendBatch output) => SendRtcp(report, output);

    public override TransportStats GetStats() => base.GetStats() with
    {
        RemoteAddress = CanSend ? destination.ToEndPoint().ToString() : null,
        Protocol = CanSend ? destination.ProtocolName : null,
        OutgoingLoss = Consumers.Count == 0 ? null : Consumers.OfType<NodePipeConsumer>().Max(consumer => consumer.Loss),
        IncomingLoss = Producers.Count == 0 ? null : incomingLoss,
        Alive = isAlive,
    };

    protected override void SendRtcp(ReadOnlySpan<byte> compound, SendBatch output)
    {
        var slot = Reserve(compound.Length, output);
        compound.CopyTo(slot);
        var length = sender!.ProtectRtcp(slot, compound.Length);
        if (length > 0)
            Commit(length, output);
    }

    /// <summary>Behind the id.</summary>
    private void Commit(int length, SendBatch output)
    {
        output.Commit(destination, PipePort.IdLength + length);
        Counters.BytesSent += PipePort.IdLength + length;
        Context.Pipes.OnSent(PipePort.IdLength + length);
        hasSent = true;
    }

    protected override void Release(Instant now, SendBatch output)
    {
        Context.Pipes.OnClosed(wasSilent: isAlive == false);
        Dispose();
        if (former is not null)
            port.Close(former);
        port.Close(newest);
    }

    /// <summary>Wipes what is sent with. Closing the transport does so.</summary>
    public void Dispose() => sender?.Dispose();
}
