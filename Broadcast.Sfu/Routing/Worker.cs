using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing;

/// <summary>
/// The media plane of one core, without I/O: datagrams, requests and the passing of time go in; datagrams go out through a
/// <see cref="SendBatch"/>, notifications through a callback. One thread calls it; it never blocks and never reads a clock.
/// </summary>
public sealed class Worker
{
    private readonly TimerHeap timers = new();

    /// <param name="options">Addresses, ports and limits.</param>
    /// <param name="directSinks">Finds the sinks of direct transports.</param>
    /// <param name="plainSockets">Opens the sockets of plain transports.</param>
    /// <param name="random">Source of ICE credentials, SSRCs and jitter: cryptographically strong in production, seeded in tests.</param>
    /// <param name="notify">Called on the worker's thread; must not block.</param>
    public Worker(
        WorkerOptions options,
        IDirectSinkProvider directSinks,
        IPlainSockets plainSockets,
        Random random,
        Action<WorkerNotification> notify)
    {
        Options = options;
    }

    public WorkerOptions Options { get; }

    /// <summary>What was dropped, and why.</summary>
    public DropCounters Drops { get; } = new();

    /// <summary>When <see cref="HandleTimeout"/> is wanted at the latest.</summary>
    public Instant NextTimeout => timers.NextDue;

    /// <param name="now">Arrival time.</param>
    /// <param name="from">Remote address and local socket.</param>
    /// <param name="datagram">Scratch: it is decrypted in place.</param>
    /// <param name="output">Takes what is to be sent.</param>
    public void HandleDatagram(Instant now, in TransportTuple from, Span<byte> datagram, SendBatch output) => throw new NotImplementedException();

    /// <summary>Carries out one request; a refused one changes nothing.</summary>
    public ControlResponse HandleRequest(Instant now, WorkerRequest request, SendBatch output) => throw new NotImplementedException();

    public void HandleTimeout(Instant now, SendBatch output)
    {
        while (timers.TakeDue(now) is { } timer)
            timer.OnTimeout(now, output);
    }
}
