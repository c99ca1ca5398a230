using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Routing.Transports;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing;

/// <summary>What everything on one worker shares: its options, timers, counters, scratch memory and the tables by which packets and requests find their way.</summary>
internal sealed class WorkerContext
{
    public WorkerContext(
        WorkerOptions options,
        DtlsContext dtls,
        IDirectSinkProvider directSinks,
        IWorkerSockets sockets,
        IPipes pipes,
        Random random,
        Action<WorkerNotification> notify)
    {
        Options = options;
        Dtls = dtls;
        DirectSinks = directSinks;
        Sockets = sockets;
        PipeEnds = pipes;
        Random = random;
        Notify = notify;
        Handshakes = new HandshakeQueue(this);
    }

    public WorkerOptions Options { get; }
    public DtlsContext Dtls { get; }
    public IDirectSinkProvider DirectSinks { get; }
    public IWorkerSockets Sockets { get; }
    public IPipes PipeEnds { get; }
    public Random Random { get; }
    public Action<WorkerNotification> Notify { get; }
    public TimerHeap Timers { get; } = new();
    public DropCounters Drops { get; } = new();
    public HandshakeQueue Handshakes { get; }
    public FrameTemplates Frame { get; } = new();
    public RtcpScratch Rtcp { get; } = new();

    public Dictionary<RouterId, Router> Routers { get; } = [];
    public Dictionary<TransportId, Transport> Transports { get; } = [];
    public Dictionary<ProducerId, Producer> Producers { get; } = [];
    public Dictionary<ConsumerId, Consumer> Consumers { get; } = [];

    /// <summary>WebRTC transports by the local username fragments that STUN names, its 16 characters read as one number.</summary>
    public Dictionary<UInt128, WebRtcTransport> ByUsernameFragment { get; } = [];

    /// <summary>WebRTC transports by remote address.</summary>
    public Dictionary<TransportTuple, WebRtcTransport> ByTuple { get; } = [];

    /// <summary>Plain transports by the index of their sockets.</summary>
    public Dictionary<ushort, PlainTransport> ByPlainSocket { get; } = [];

    /// <summary>Pipe transports that are connected.</summary>
    public List<PipeTransport> Pipes { get; } = [];

    /// <summary>What the current call is about, as far as it has come: it is closed if the call throws.</summary>
    public IHandled? Handled { get; set; }

    /// <summary>When the datagram that is being handled reached this machine.</summary>
    public Instant ArrivedAt { get; set; }

    /// <summary>What came from there is nobody's.</summary>
    public void Reject(in TransportTuple from, DropReason reason)
    {
        Drops.Count(reason);
        if (from.Protocol == TransportProtocol.Tcp)
            Sockets.RefuseConnection(from);
    }

    /// <summary>A number that is not 0, for SSRCs.</summary>
    public uint NextSsrc() => (uint)Random.NextInt64(1, uint.MaxValue);
}
