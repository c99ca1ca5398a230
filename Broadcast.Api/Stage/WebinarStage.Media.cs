using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Links;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Webinars;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>Transports, producers and consumers: checked against what the caller holds, then asked of the media node.</summary>
public sealed partial class WebinarStage
{
    readonly Dictionary<ProducerId, StageProducer> producers = [];

    public async Task<TransportCreated> CreateTransportAsync(
        Participant caller, TransportDirection direction, CancellationToken cancellationToken)
    {
        if (direction == TransportDirection.Send)
            RequirePresenter(caller);
        var created = await OpenTransportAsync<WebRtcTransportCreated>(
            caller, direction, (router, transport) => new CreateWebRtcTransport(router, transport, ReceiveOnly: direction == TransportDirection.Recv), cancellationToken);
        return new TransportCreated(
            created.Transport.Value, created.IceParameters, created.IceCandidates, created.DtlsParameters, services.IceServers.For(caller.Id));
    }

    /// <summary>A transport for media from inside this machine, whose sender is learnt from its first packet.</summary>
    public Task<PlainTransportCreated> CreatePlainTransportAsync(Participant caller, CancellationToken cancellationToken) =>
        OpenTransportAsync<PlainTransportCreated>(
            caller, TransportDirection.Send,
            (router, transport) => new CreatePlainTransport(router, transport, RtcpMux: false, Comedia: true), cancellationToken);

    public Task ConnectTransportAsync(Participant caller, ConnectTransportRequest request, CancellationToken cancellationToken)
    {
        var transport = Owned(() => caller.Transport(request.TransportId));
        return services.Node.AskAsync<WebRtcTransportConnected>(
            new ConnectWebRtcTransport(transport, request.DtlsParameters), cancellationToken);
    }

    public async Task<IceRestart> RestartIceAsync(Participant caller, string transportId, CancellationToken cancellationToken)
    {
        var transport = Owned(() => caller.Transport(transportId));
        var restarted = await services.Node.AskAsync<IceRestarted>(new RestartIce(transport), cancellationToken);
        return new IceRestart(restarted.IceParameters);
    }

    /// <summary>Puts media on the stage; the first of a scheduled webinar takes it live.</summary>
    public async Task<Produced> ProduceAsync(Participant caller, ProduceRequest request, CancellationToken cancellationToken)
    {
        RequirePresenter(caller);
        RequireNotEnded();
        var id = new ProducerId(NewId.Create());
        var transport = Owned(() => caller.Transport(request.TransportId, TransportDirection.Send));
        var producer = new StageProducer(id.Value, caller.Id, caller.DisplayName, request.Kind, request.Source, request.Paused);
        await HoldAsync(
            caller,
            () => caller.AddProducer(id, transport),
            () => services.Node.AskAsync<ProducerCreated>(
                new Produce(transport, id, request.Kind, request.RtpParameters, request.Paused), cancellationToken),
            () => caller.Forget(id));
        lock (gate)
        {
            // While the node made it, its transport may have died or its owner may have left.
            if (!caller.Producers.Contains(id))
                throw new StageException(StageErrorCode.Conflict, "The transport was closed meanwhile.");
            producers.Add(id, producer);
        }
        await StartAsync(by: new AuditActor(caller.DisplayName, Address: null));
        await FollowAsync();
        everyone.Tell(each => each.ProducerAdded(producer));
        return new Produced(id.Value);
    }

    public async Task SetProducerPausedAsync(Participant caller, string producerId, bool paused, CancellationToken cancellationToken)
    {
        var id = Owned(() => caller.Producer(producerId));
        await services.Node.AskAsync<Accepted>(paused ? new PauseProducer(id) : new ResumeProducer(id), cancellationToken);
        StageProducer changed;
        lock (gate)
        {
            if (!producers.TryGetValue(id, out var producer))
                return;
            producers[id] = changed = producer with { Paused = paused };
        }
        await FollowAsync(new ProducerPauseChanged(producerId, paused));
        everyone.Tell(each => each.ProducerChanged(changed));
    }

    public async Task CloseProducerAsync(Participant caller, string producerId, CancellationToken cancellationToken)
    {
        var id = Owned(() => caller.Producer(producerId));
        await services.Node.AskAsync<Accepted>(new CloseProducer(id), cancellationToken);
        await RemoveProducerAsync(id);
    }

    public async Task<Consumed> ConsumeAsync(Participant caller, ConsumeRequest request, CancellationToken cancellationToken)
    {
        var id = new ConsumerId(NewId.Create());
        var producer = new ProducerId(request.ProducerId);
        var transport = Owned(() => caller.Transport(request.TransportId, TransportDirection.Recv));
        var created = await HoldAsync(
            caller,
            () => Take(caller, id, transport, producer),
            () => AskToConsumeAsync(caller, new Consume(transport, id, producer, request.RtpCapabilities, Paused: true), cancellationToken),
            () => caller.Forget(id));
        return new Consumed(id.Value, producer.Value, created.Kind, created.RtpParameters, created.ProducerPaused);
    }

    async Task<ConsumerCreated> AskToConsumeAsync(Participant caller, Consume request, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Node.AskAsync<ConsumerCreated>(request, cancellationToken);
        }
        catch (StageException refusal) when (refusal.Code == StageErrorCode.Unsupported)
        {
            OnUnsupported(caller, request.Producer);
            throw;
        }
    }

    public Task SetConsumerPausedAsync(Participant caller, string consumerId, bool paused, CancellationToken cancellationToken)
    {
        var id = Owned(() => caller.Consumer(consumerId));
        return services.Node.AskAsync<Accepted>(paused ? new PauseConsumer(id) : new ResumeConsumer(id), cancellationToken);
    }

    public async Task CloseConsumerAsync(Participant caller, string consumerId, CancellationToken cancellationToken)
    {
        var id = Owned(() => caller.Consumer(consumerId));
        await services.Node.AskAsync<Accepted>(new CloseConsumer(id), cancellationToken);
        lock (gate)
            caller.Forget(id);
    }

    Task<TCreated> OpenTransportAsync<TCreated>(
        Participant caller,
        TransportDirection direction,
        Func<RouterId, TransportId, WorkerRequest> request,
        CancellationToken cancellationToken)
        where TCreated : ControlResponse
    {
        var open = router ?? throw new StageException(StageErrorCode.Conflict, "The webinar has ended or was reset; join again.");
        var id = new TransportId(NewId.Create());
        return HoldAsync(
            caller,
            () => caller.AddTransport(id, direction),
            () => services.Node.AskAsync<TCreated>(request(open.Router, id), cancellationToken),
            () => caller.TryForget(id, out _));
    }

    void Take(Participant caller, ConsumerId id, TransportId transport, ProducerId producer)
    {
        if (!producers.ContainsKey(producer))
            throw new StageException(StageErrorCode.NotFound, "There is no such producer.");
        caller.AddConsumer(id, transport, producer);
    }

    /// <summary>Counts something against its holder's limit before the node makes it, and gives it back if the node does not.</summary>
    async Task<T> HoldAsync<T>(Participant holder, Action take, Func<Task<T>> make, Action giveBack)
    {
        lock (gate)
        {
            RequireSeated(holder);
            take();
        }
        try
        {
            return await make();
        }
        catch
        {
            lock (gate)
                giveBack();
            throw;
        }
    }

    T Owned<T>(Func<T> find)
    {
        lock (gate)
            return find();
    }

    StageProducer[] Producers()
    {
        lock (gate)
            return [.. producers.Values];
    }

    void RequireNotEnded()
    {
        if (webinar.State == WebinarState.Ended)
            throw new StageException(StageErrorCode.Conflict, "The webinar has ended.");
    }

    static void RequirePresenter(Participant caller)
    {
        if (caller.Role != StageRole.Presenter)
            throw new StageException(StageErrorCode.Forbidden, "Only presenters can send.");
    }
}
