using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Routing.Transports;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Routing.Workers;

/// <summary>
/// The media plane of one core, without I/O: datagrams, requests and the passing of time go in; datagrams go out through a
/// <see cref="SendBatch"/>, notifications through a callback. One thread calls it; it never blocks and never reads a clock.
/// </summary>
public sealed partial class Worker
{
    private readonly WorkerContext context;
    private readonly Registry registry = new();
    private readonly DtlsContext dtls;
    private readonly IDirectSinkProvider directSinks;
    private readonly IWorkerSockets sockets;
    private readonly IPipes pipeEnds;
    private readonly Demultiplexer demultiplexer;
    private readonly HandshakeQueue handshakes;
    private readonly PipePort pipePort;

    /// <summary>Those that are connected.</summary>
    private readonly List<WorkerPipeTransport> pipes = [];

    /// <param name="options">Addresses, ports and limits.</param>
    /// <param name="dtls">Certificate and ciphers; may be shared by workers. The caller disposes it, after the worker is no longer used.</param>
    /// <param name="directSinks">Finds the sinks of direct transports.</param>
    /// <param name="sockets">Of the thread that calls this worker.</param>
    /// <param name="pipes">Joins this worker to others of the node.</param>
    /// <param name="random">Source of SSRCs and jitter: seeded in tests. Secrets do not come from it.</param>
    /// <param name="notify">Called on the worker's thread; must not block.</param>
    public Worker(
        WorkerOptions options,
        DtlsContext dtls,
        IDirectSinkProvider directSinks,
        IWorkerSockets sockets,
        IPipes pipes,
        Random random,
        Action<WorkerNotification> notify)
    {
        this.dtls = dtls;
        this.directSinks = directSinks;
        this.sockets = sockets;
        pipeEnds = pipes;
        context = new WorkerContext(options, random, notify);
        demultiplexer = new Demultiplexer(context.Drops, sockets);
        handshakes = new HandshakeQueue(context);
        pipePort = new PipePort(options, context.Drops, sockets);
    }

    public WorkerOptions Options => context.Options;

    /// <summary>What was dropped, and why.</summary>
    public DropCounters Drops => context.Drops;

    /// <summary>What receivers report, and what was done about it.</summary>
    public FeedbackCounters Feedback => context.Feedback;

    /// <summary>What went to other nodes and came from there.</summary>
    public PipeCounters Pipes => context.Pipes;

    /// <summary>When <see cref="HandleTimeout"/> is wanted at the latest.</summary>
    public Instant NextTimeout => context.Timers.NextDue;

    /// <summary>Routers that are open, for the report of a worker that died.</summary>
    public IReadOnlyCollection<RouterId> Routers => registry.Routers.Keys;

    /// <summary>How many transports, producers and consumers are open.</summary>
    internal (int Transports, int Producers, int Consumers) Holdings => (registry.Transports.Count, registry.Producers.Count, registry.Consumers.Count);

    /// <summary>Takes one datagram, told apart by its first byte (RFC 7983 §7).</summary>
    /// <param name="now">The time.</param>
    /// <param name="arrivedAt">When it reached this machine, as exactly as is known; publishers' bandwidth estimates are made of it.</param>
    /// <param name="from">Remote address and local socket.</param>
    /// <param name="datagram">Scratch: it is decrypted in place.</param>
    /// <param name="output">Takes what is to be sent.</param>
    public void HandleDatagram(Instant now, Instant arrivedAt, in TransportTuple from, Span<byte> datagram, SendBatch output)
    {
        context.ArrivedAt = arrivedAt;
        context.Handled = null;
        if (datagram.IsEmpty)
            Drops.Count(DropReason.Truncated);
        else if (from.Protocol == TransportProtocol.Udp && pipePort.Owns(from.LocalSocket))
            HandlePiped(now, datagram, output);
        else if (from.Protocol == TransportProtocol.Udp && demultiplexer.Find(from.LocalSocket) is { } plain)
            About(plain).HandleDatagram(now, from, datagram, output);
        else if (StunMessage.IsStun(datagram))
            HandleStun(now, from, datagram, output);
        else if (demultiplexer.Find(from) is not { } transport)
            demultiplexer.Reject(from, DropReason.UnknownTuple);
        else if (datagram[0] is >= 20 and <= 63)
            handshakes.Add(now, transport, from, datagram);
        else if (datagram[0] is >= 128 and <= 191)
            About(transport).HandleSrtp(now, from, datagram, output);
        else
            Drops.Count(DropReason.UnknownProtocol);
    }

    /// <summary>A TCP connection was closed by the remote, or broke.</summary>
    public void HandleDisconnect(Instant now, in TransportTuple from, SendBatch output)
    {
        if (demultiplexer.Take(from) is { } transport)
            About(transport).HandleDisconnect(now, from, output);
    }

    /// <summary>Does what is due at <paramref name="now"/>.</summary>
    public void HandleTimeout(Instant now, SendBatch output)
    {
        while (context.Timers.TakeDue(now) is { } timer)
            About(timer).OnTimeout(now, output);
    }

    /// <summary>Takes what other workers wrote to this one's pipes.</summary>
    /// <returns>Whether more is waiting.</returns>
    public bool HandlePipes(Instant now, SendBatch output)
    {
        var isMoreWaiting = false;
        foreach (var pipe in pipes)
            isMoreWaiting |= About(pipe).Receive(now, output);
        return isMoreWaiting;
    }

    /// <summary>Wakes the workers to which something was written since the last time.</summary>
    public void AnnouncePipes()
    {
        foreach (var pipe in pipes)
            pipe.Writer.Announce();
    }

    private T About<T>(T handled) where T : class, IHandled
    {
        context.Handled = handled;
        return handled;
    }

    private void HandlePiped(Instant now, Span<byte> datagram, SendBatch output)
    {
        if (pipePort.Find(datagram) is { } inlet)
            About(inlet.Pipe).HandleDatagram(now, inlet, datagram[PipePort.IdLength..], output);
    }

    private void HandleStun(Instant now, in TransportTuple from, ReadOnlySpan<byte> datagram, SendBatch output)
    {
        if (!StunMessage.TryParse(datagram, out var message))
            demultiplexer.Reject(from, DropReason.StunMalformed);
        else if (Find(from, message) is { } transport)
            About(transport).HandleStun(now, from, message, output);
        else
            demultiplexer.Reject(from, DropReason.StunUnknownUsername);
    }

    /// <summary>A check names the transport by our username fragment, its first half; an indication has none and is known by its tuple.</summary>
    private WebRtcTransport? Find(in TransportTuple from, in StunMessage message)
    {
        var username = message.Username;
        if (username.IsEmpty)
            return demultiplexer.Find(from);
        var colon = username.IndexOf((byte)':');
        return demultiplexer.Find(colon < 0 ? username : username[..colon]);
    }
}
