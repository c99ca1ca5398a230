using System.Text.Json;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Control.Validation;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Routing.Transports;
using Broadcast.Sfu.Routing.Workers;
using Broadcast.Sfu.Tests.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>One worker, the peers around it and the network between, on a clock that jumps from event to event.</summary>
public sealed class World : IDatagramSink, IWorkerSockets, IDirectSinkProvider, IDisposable
{
    public static readonly RouterId Router = new("router");

    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(56));

    private readonly DtlsContext serverDtls = new(Certificate, new DtlsOptions());
    private readonly Dictionary<TransportTuple, SimulatedPeer> peers = [];
    private ushort nextSocket = 1;

    /// <param name="seed">Of all randomness.</param>
    /// <param name="options">Of the worker.</param>
    /// <param name="neighbour">A world with another worker of the same node, on the same clock.</param>
    /// <param name="notifications">That the router's owner asks for.</param>
    /// <param name="mediaCodecs">Of the router; null for all.</param>
    public World(
        int seed, WorkerOptions? options = null, World? neighbour = null, NotificationKind[]? notifications = null, IReadOnlyList<RtpCodecCapability>? mediaCodecs = null)
    {
        Seed = seed;
        Clock = neighbour?.Clock ?? new VirtualClock();
        Pipes = neighbour?.Pipes ?? new PipeExchange();
        ClientDtls = new DtlsContext(Certificate, new DtlsOptions());
        Worker = new Worker(options ?? new WorkerOptions { UdpPort = 40_000 }, serverDtls, this, this, Pipes.For(static () => { }), new Random(seed), Notifications.Add);
        Output = new SendBatch(this);
        Request<RouterCreated>(new CreateRouter(Router, mediaCodecs, notifications));
    }

    public int Seed { get; }
    public VirtualClock Clock { get; }

    private PipeExchange Pipes { get; }
    public Instant Now => Clock.Now;
    public Worker Worker { get; }
    public SendBatch Output { get; }
    public DtlsContext ClientDtls { get; }
    public List<WorkerNotification> Notifications { get; } = [];
    public Dictionary<string, IDirectSink> Sinks { get; } = [];
    public HashSet<ushort> OpenSockets { get; } = [];

    /// <summary>TCP connections that the worker wants to stay.</summary>
    public HashSet<TransportTuple> KeptConnections { get; } = [];

    /// <summary>And those that it took for nobody's.</summary>
    public List<TransportTuple> RefusedConnections { get; } = [];

    /// <summary>Sees every datagram on its way into the worker.</summary>
    public Action<TransportTuple, byte[]>? Tap { get; set; }

    /// <summary>How many datagrams left in each send call.</summary>
    public List<int> Runs { get; } = [];

    /// <summary>Bytes that the worker's thread allocated within the worker since this was last set to 0.</summary>
    public long AllocatedByWorker { get; set; }

    /// <summary>Bytes that left for each address, whoever is there.</summary>
    public Dictionary<TransportTuple, long> BytesTo { get; } = [];

    public void Add(SimulatedPeer peer) => peers.Add(peer.Tuple, peer);

    /// <summary>A peer changes networks: what is under way to its old address is lost.</summary>
    public void Move(SimulatedPeer peer, TransportTuple tuple)
    {
        peers.Remove(peer.Tuple);
        peer.Tuple = tuple;
        peers.Add(tuple, peer);
    }

    /// <summary>Somebody sends a datagram that claims to come from an address.</summary>
    public void Spoof(TransportTuple from, byte[] datagram)
    {
        Worker.HandleDatagram(Now, Now, from, datagram.ToArray(), Output);
        Output.Flush();
    }

    /// <summary>A datagram arrives, as those of the peers do.</summary>
    public void Deliver(TransportTuple from, byte[] datagram)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Worker.HandleDatagram(Now, Now, from, datagram, Output);
        AllocatedByWorker += GC.GetAllocatedBytesForCurrentThread() - before;
        Output.Flush();
    }

    public T Request<T>(WorkerRequest request) where T : ControlResponse => Assert.IsType<T>(Request(request));

    /// <summary>As the node does: what is not as declared never gets to the worker.</summary>
    public ControlResponse Request(WorkerRequest request)
    {
        if (DeclaredRules.Check(request) is { } invalid)
            return new ControlError(ControlErrorCode.InvalidArgument, invalid.ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var response = Worker.HandleRequest(Now, request, Output);
        AllocatedByWorker += GC.GetAllocatedBytesForCurrentThread() - before;
        Output.Flush();
        return response;
    }

    internal RecordingSink AddSink(string name)
    {
        var sink = new RecordingSink();
        Sinks.Add(name, sink);
        return sink;
    }

    public void RunFor(long milliseconds) => RunFor(milliseconds, this);

    /// <summary>Runs neighbouring worlds together.</summary>
    public static void RunFor(long milliseconds, params ReadOnlySpan<World> worlds)
    {
        var clock = worlds[0].Clock;
        var end = clock.Now.AddMilliseconds(milliseconds);
        while (clock.AdvanceToNext(end, NextEvent(worlds)))
        {
            foreach (var world in worlds)
                world.Step();
            // What one wrote to another's pipe, and what that answered.
            foreach (var world in worlds)
                world.HandlePipes();
            foreach (var world in worlds)
                world.HandlePipes();
        }
        clock.AdvanceMilliseconds((end.Microseconds - clock.Now.Microseconds) / 1_000);
    }

    public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        foreach (var message in messages)
        {
            Runs.Add(message.Segments);
            BytesTo[message.To] = BytesTo.GetValueOrDefault(message.To) + message.Length;
            for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
                if (peers.TryGetValue(message.To, out var peer))
                    peer.Downlink.Send(Now, slab.AsSpan(message.Offset + offset, Math.Min(message.SegmentSize, message.Length - offset)).ToArray());
        }
    }

    public bool TryOpen(string listenIp, int wanted, out ushort socket, out int port)
    {
        socket = nextSocket++;
        port = 50_000 + socket;
        return OpenSockets.Add(socket);
    }

    public void Close(ushort socket) => OpenSockets.Remove(socket);

    public void KeepConnection(in TransportTuple tuple) => KeptConnections.Add(tuple);

    public void RefuseConnection(in TransportTuple tuple) => RefusedConnections.Add(tuple);

    public void CloseConnection(in TransportTuple tuple) => KeptConnections.Remove(tuple);

    /// <summary>A peer's TCP connection breaks.</summary>
    public void Disconnect(SimulatedPeer peer)
    {
        Worker.HandleDisconnect(Now, peer.Tuple, Output);
        KeptConnections.Remove(peer.Tuple);
        Output.Flush();
    }

    public IDirectSink? TryOpen(string sink, Action<JsonElement> report, out string? refusal)
    {
        refusal = null;
        return Sinks.GetValueOrDefault(sink);
    }

    public void End(string sink)
    {
    }

    public void Dispose()
    {
        Worker.HandleRequest(Now, new CloseRouter(Router), Output);
        foreach (var peer in peers.Values)
            peer.Dispose();
        ClientDtls.Dispose();
        serverDtls.Dispose();
    }

    private static Instant NextEvent(ReadOnlySpan<World> worlds)
    {
        var next = Instant.Never;
        foreach (var world in worlds)
            next = Instant.Min(next, Instant.Min(world.Worker.NextTimeout, world.NextPeerEvent()));
        return next;
    }

    private void HandlePipes()
    {
        Worker.HandlePipes(Now, Output);
        Output.Flush();
    }

    private void HandleTimeout()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Worker.HandleTimeout(Now, Output);
        AllocatedByWorker += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private Instant NextPeerEvent()
    {
        var next = Instant.Never;
        foreach (var peer in peers.Values)
            next = Instant.Min(next, Instant.Min(peer.NextTimeout, Instant.Min(peer.Uplink.NextArrival, peer.Downlink.NextArrival)));
        return next;
    }

    private void Step()
    {
        foreach (var peer in peers.Values)
            while (peer.Uplink.TryReceive(Now, out var datagram))
            {
                Tap?.Invoke(peer.Tuple, datagram);
                var copy = datagram.ToArray();
                var before = GC.GetAllocatedBytesForCurrentThread();
                Worker.HandleDatagram(Now, Now, peer.Tuple, copy, Output);
                AllocatedByWorker += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        if (Worker.NextTimeout <= Now)
            HandleTimeout();
        Output.Flush();
        foreach (var peer in peers.Values)
        {
            while (peer.Downlink.TryReceive(Now, out var datagram))
                peer.Receive(datagram);
            if (peer.NextTimeout <= Now)
                peer.HandleTimeout();
            peer.Flush();
        }
    }
}
