using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>
/// Transports and consumers of those in one audience: checked against what the caller holds, then asked of the media node. The webinar's
/// grain is not asked, so that a crowd that comes in waits for nobody.
/// </summary>
/// <param name="stage">As it is now.</param>
/// <param name="placing">Chooses where each gets theirs.</param>
internal sealed partial class MediaDesk(Func<StageSnapshot> stage, Placing placing, AudienceServices services)
{
    public async Task<TransportCreated> CreateTransportAsync(Participant caller, TransportDirection direction)
    {
        if (direction == TransportDirection.Send)
            RequirePresenter(caller);
        var created = await OpenAsync<WebRtcTransportCreated>(
            caller, direction, (router, transport) => new CreateWebRtcTransport(router, transport, ReceiveOnly: direction == TransportDirection.Recv));
        return new TransportCreated(
            created.Transport.Value, created.IceParameters, created.IceCandidates, created.DtlsParameters, services.IceServers.For(caller.Id.Value));
    }

    /// <summary>A transport for media from inside this machine, whose sender is learnt from its first packet.</summary>
    public Task<PlainTransportCreated> CreatePlainTransportAsync(Participant caller) => OpenAsync<PlainTransportCreated>(
        caller, TransportDirection.Send, (router, transport) => new CreatePlainTransport(router, transport, RtcpMux: false, Comedia: true));

    public Task ConnectTransportAsync(Participant caller, ConnectTransportRequest request)
    {
        var transport = caller.Media.Transport(request.TransportId);
        return NodeOf(caller, transport).AskAsync<WebRtcTransportConnected>(new ConnectWebRtcTransport(transport, request.DtlsParameters));
    }

    public async Task<IceRestart> RestartIceAsync(Participant caller, string transportId)
    {
        var transport = caller.Media.Transport(transportId);
        var restarted = await NodeOf(caller, transport).AskAsync<IceRestarted>(new RestartIce(transport));
        return new(restarted.IceParameters, services.IceServers.For(caller.Id.Value));
    }

    /// <summary>Closes a transport to receive, with what it carried.</summary>
    public async Task CloseTransportAsync(Participant caller, string transportId)
    {
        var transport = caller.Media.Transport(transportId, TransportDirection.Recv);
        await NodeOf(caller, transport).AskAsync<Accepted>(new CloseTransport(transport));
        caller.Media.Forget(transport);
    }

    /// <summary>All that a passive viewer needs at once: a transport, and a running consumer of each producer that their browser can show.</summary>
    public async Task<Watched> WatchAsync(Participant caller, RtpCapabilities capabilities)
    {
        var transport = await CreateTransportAsync(caller, TransportDirection.Recv);
        var unsupported = new List<ProducerId>();
        var consumers = new List<Consumed>();
        foreach (var producer in stage().Producers)
        {
            try
            {
                consumers.Add(await ConsumeAsync(caller, new ConsumeRequest(transport.Id, producer.ProducerId, capabilities), paused: false));
            }
            catch (StageException refusal) when (refusal.Code == StageErrorCode.Unsupported)
            {
                unsupported.Add(new ProducerId(producer.ProducerId));
            }
            catch (StageException gone) when (gone.Code == StageErrorCode.NotFound)
            {
                // It left while the viewer came; so they are told.
            }
        }
        return new Watched(transport, consumers, unsupported);
    }

    /// <summary>Takes over what somebody held by another process, or in an earlier life of this one.</summary>
    /// <param name="wanted">All of their transports.</param>
    /// <returns>Null unless all are theirs and are on the media node.</returns>
    public async Task<HeldMedia?> AdoptAsync(ParticipantId holder, IReadOnlyCollection<TransportId> wanted)
    {
        var media = new HeldMedia();
        foreach (var transport in wanted)
        {
            if (HeldId.HolderOf(transport.Value) != holder || await FindAsync(transport) is not var (place, consumers))
                return null;
            media.Add(transport, HeldId.DirectionOf(transport), place);
            if (stage().IsLeaving(place.Node))
                media.Leave(place);
            foreach (var consumer in consumers)
                Adopt(media, transport, consumer);
        }
        return media;
    }

    /// <param name="paused">Whether nothing is sent before the consumer is resumed.</param>
    public async Task<Consumed> ConsumeAsync(Participant caller, ConsumeRequest request, bool paused)
    {
        var producer = stage().Producer(request.ProducerId) ?? throw new StageException(StageErrorCode.NotFound, "There is no such producer.");
        var id = new ProducerId(producer.ProducerId);
        try
        {
            return await ConsumeAsync(caller, request, standIn: null, paused);
        }
        catch (StageException refusal) when (refusal.Code == StageErrorCode.Unsupported && producer.Kind == MediaKind.Video)
        {
            // Whether there is a stand-in by now, or is one soon, they are to be known as somebody who needs it.
            var takesStandIn = producer.OffersStandIn && request.RtpCapabilities.Codecs.Any(each => CodecPayload.FromMimeType(each.MimeType) == Codec.Vp8);
            caller.Media.AddUnshown(id, services.Time.GetUtcNow() + (takesStandIn ? StageLimits.StandInPatience : TimeSpan.Zero), takesStandIn);
            var now = stage().Producer(id.Value);
            if (now is null)
                caller.Media.Forget(id);
            if (!takesStandIn || now?.StandIn is not { } standIn || await ConsumeStandInAsync(caller, request, standIn, paused) is not { } consumed)
                throw;
            return consumed;
        }
    }

    /// <returns>Null if it was closed at this moment.</returns>
    private async Task<Consumed?> ConsumeStandInAsync(Participant caller, ConsumeRequest request, string standIn, bool paused)
    {
        try
        {
            return await ConsumeAsync(caller, request, standIn, paused);
        }
        catch (StageException gone) when (gone.Code == StageErrorCode.NotFound)
        {
            return null;
        }
    }

    /// <param name="standIn">What is received in the producer's place; null for itself.</param>
    private async Task<Consumed> ConsumeAsync(Participant caller, ConsumeRequest request, string? standIn, bool paused)
    {
        var id = new ConsumerId(HeldId.Create(caller.Id));
        var transport = caller.Media.Transport(request.TransportId, TransportDirection.Recv);
        var source = new ProducerId(standIn ?? request.ProducerId);
        caller.Media.Add(id, transport, new ProducerId(request.ProducerId), source);
        try
        {
            var created = await NodeOf(caller, transport).AskAsync<ConsumerCreated>(new Consume(transport, id, source, request.RtpCapabilities, paused));
            return new Consumed(id.Value, request.ProducerId, created.Kind, created.RtpParameters, created.ProducerPaused, standIn);
        }
        catch (StageException)
        {
            caller.Media.Forget(id);
            throw;
        }
    }

    public Task SetConsumerPausedAsync(Participant caller, string consumerId, bool paused)
    {
        var id = caller.Media.Consumer(consumerId);
        return NodeOf(caller, id).AskAsync<Accepted>(paused ? new PauseConsumer(id) : new ResumeConsumer(id));
    }

    public Task SetPreferredLayersAsync(Participant caller, PreferredLayersRequest request)
    {
        var id = caller.Media.Consumer(request.ConsumerId);
        return NodeOf(caller, id).AskAsync<Accepted>(new SetPreferredLayers(id, request.SpatialLayer, request.TemporalLayer));
    }

    public async Task CloseConsumerAsync(Participant caller, string consumerId)
    {
        var id = caller.Media.Consumer(consumerId);
        await NodeOf(caller, id).AskAsync<Accepted>(new CloseConsumer(id));
        caller.Media.GiveBack(id);
    }

    /// <summary>Closes on the media node all that was held; what it does not close goes by itself when nobody answers there any more.</summary>
    public async Task ClearAsync(HeldMedia media)
    {
        foreach (var (transport, place) in media.Clear())
        {
            try
            {
                await NodeAt(place).AskAsync<Accepted>(new CloseTransport(transport));
            }
            catch (StageException failure)
            {
                LogNotClosed(services.Logger, transport, failure);
            }
        }
    }

    /// <exception cref="StageException">The caller is a viewer.</exception>
    public static void RequirePresenter(Participant caller)
    {
        if (caller.Role != StageRole.Presenter)
            throw new StageException(StageErrorCode.Forbidden, "Only presenters can send.");
    }

    /// <summary>A stand-in tells that its holder cannot decode the original.</summary>
    private void Adopt(HeldMedia media, TransportId transport, ConsumerDump consumer)
    {
        var original = stage().Producers.FirstOrDefault(each => each.StandIn == consumer.Producer.Value);
        var producer = original is null ? consumer.Producer : new ProducerId(original.ProducerId);
        media.Add(consumer.Consumer, transport, producer, consumer.Producer);
        if (original is not null)
            media.AddUnshown(producer, services.Time.GetUtcNow(), takesStandIn: true);
    }

    /// <returns>Where it is, and what is on it; null if it is nowhere.</returns>
    private async Task<(StagePlace Place, IReadOnlyList<ConsumerDump> Consumers)?> FindAsync(TransportId transport)
    {
        foreach (var place in stage().Places)
        {
            try
            {
                return (place, (await NodeAt(place).AskAsync<TransportContents>(new DumpTransport(transport))).Consumers);
            }
            catch (StageException gone) when (gone.Code == StageErrorCode.NotFound)
            {
            }
        }
        return null;
    }

    private StageNode NodeOf(Participant caller, TransportId transport) => NodeAt(caller.Media.PlaceOf(transport));

    private StageNode NodeOf(Participant caller, ConsumerId consumer) => NodeAt(caller.Media.PlaceOf(consumer));

    private StageNode NodeAt(StagePlace place) => new(services.Grains, place.Node);

    private async Task<TCreated> OpenAsync<TCreated>(
        Participant caller, TransportDirection direction, Func<RouterId, TransportId, WorkerRequest> request)
        where TCreated : ControlResponse
    {
        var place = await placing.PlaceAsync(caller);
        var id = HeldId.Create(caller.Id, direction);
        // Counted against the holder's limit before the node makes it.
        caller.Media.Add(id, direction, place);
        try
        {
            return await NodeAt(place).AskAsync<TCreated>(request(place.Router, id));
        }
        catch
        {
            caller.Media.Forget(id);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Transport {Transport} could not be closed on the media node")]
    private static partial void LogNotClosed(ILogger logger, TransportId transport, Exception failure);
}
