using System.Collections.Concurrent;
using System.Threading.Channels;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Tests;

/// <summary>A media node that carries nothing: accepts every request, remembers it, and notifies what a test tells it to.</summary>
public sealed class ScriptedNode : IControlChannel
{
    private readonly Channel<WorkerNotification> notifications = Channel.CreateUnbounded<WorkerNotification>();

    public ConcurrentQueue<WorkerRequest> Requests { get; } = new();

    /// <summary>Answered instead of the usual; null for the usual.</summary>
    public Func<WorkerRequest, ControlResponse?> Script { get; set; } = _ => null;

    /// <summary>Awaited before a request is answered, so that a test can hold up what it chooses.</summary>
    public Func<WorkerRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    public void Notify(WorkerNotification notification) => notifications.Writer.TryWrite(notification);

    public async Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        await Before(request).WaitAsync(cancellationToken);
        return Script(request) ?? Answer(request);
    }

    public IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken) =>
        notifications.Reader.ReadAllAsync(cancellationToken);

    private static ControlResponse Answer(WorkerRequest request) => request switch
    {
        CreateRouter create => new RouterCreated(create.Router, new RtpCapabilities()),
        CreateWebRtcTransport create => new WebRtcTransportCreated(create.Transport, new IceParameters("user", "password"), [], Dtls),
        CreatePlainTransport create => new PlainTransportCreated(create.Transport, "127.0.0.1", 40_000, 40_001),
        ConnectWebRtcTransport connect => new WebRtcTransportConnected(connect.Transport, DtlsRole.Server),
        RestartIce restart => new IceRestarted(restart.Transport, new IceParameters("again", "password")),
        Produce produce => new ProducerCreated(produce.Producer, StreamType.Simple),
        Consume consume => new ConsumerCreated(
            consume.Consumer, consume.Producer, MediaKind.Video, StreamType.Simple, new RtpParameters { Codecs = [] }, ProducerPaused: false),
        CheckNode => new NodeChecked([]),
        GetRouterStats r => new RouterStats(r.Router, BytesSent: 0, Receivers: 0, Unreached: 0, Lossy: 0),
        DumpRouter => new ControlError(ControlErrorCode.NotFound, "There is no such router."),
        _ => Accepted.Instance,
    };

    private static DtlsParameters Dtls => new() { Fingerprints = [new DtlsFingerprint("sha-256", "AA:BB")] };
}
