using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Routers;

/// <summary>
/// One webinar on one worker. It owns the graph along which media flows: transports, the producers that they feed, and the audience of
/// each producer; it enters all of them in the <see cref="Registry"/> and takes them out again.
/// </summary>
internal sealed partial class Router : IHandled
{
    private readonly WorkerContext context;
    private readonly Registry registry;
    private readonly List<Transport> transports = [];
    private readonly Dictionary<ProducerId, Audience> audiences = [];
    private readonly AudioLevelObserver audioLevels;
    private readonly bool tellsLayers;
    private readonly CloseUnasked<Transport> closeTransport;
    private readonly CloseUnasked<Producer> closeProducer;
    private readonly CloseUnasked<Consumer> closeConsumer;

    /// <param name="context">Of its worker.</param>
    /// <param name="registry">Takes what it opens.</param>
    /// <param name="request">That opens it.</param>
    /// <param name="capabilities">What it can receive.</param>
    /// <param name="createdBy">Of the request.</param>
    public Router(WorkerContext context, Registry registry, CreateRouter request, RtpCapabilities capabilities, RequestFingerprint createdBy)
    {
        this.context = context;
        this.registry = registry;
        Id = request.Router;
        tellsLayers = request.Notifications?.Contains(NotificationKind.ConsumerLayers) == true;
        Capabilities = capabilities;
        CreatedBy = createdBy;
        audioLevels = new AudioLevelObserver(context, Id);
        closeTransport = CloseUnasked;
        closeProducer = CloseUnasked;
        closeConsumer = CloseUnasked;
        registry.Routers.Add(Id, this);
    }

    public RouterId Id { get; }
    public RtpCapabilities Capabilities { get; }
    public RequestFingerprint CreatedBy { get; }

    /// <summary>Where a transport of this router belongs.</summary>
    public TransportPlace Place(TransportId transport, RequestFingerprint createdBy) => new(context, Id, transport, createdBy, closeTransport);

    /// <returns>The answer to the request that made it.</returns>
    public ControlResponse Add(Transport transport)
    {
        registry.Transports.Add(transport.Id, transport);
        transports.Add(transport);
        return transport.Created;
    }

    public RouterDump Dump() => new(
        Id,
        [.. transports.Select(transport => transport.Dump())],
        [.. transports.SelectMany(transport => transport.Producers).Select(producer => new ProducerDump(producer.Id, producer.Transport, producer.Kind, producer.IsPaused))],
        [.. transports.SelectMany(transport => transport.Consumers).Select(consumer => consumer.Dump())]);
}
