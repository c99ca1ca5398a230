using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Routers;

/// <summary>Consumers come into the graph: of three kinds, as there are three ways for media to leave.</summary>
internal sealed partial class Router
{
    /// <param name="now">The time.</param>
    /// <param name="request">Its consumer's id is not taken.</param>
    /// <param name="createdBy">Of the request.</param>
    /// <param name="transport">The one that the request names; of this router.</param>
    /// <param name="output">Takes what is to be sent.</param>
    public ControlResponse Consume(Instant now, Consume request, RequestFingerprint createdBy, Transport transport, SendBatch output)
    {
        if (!audiences.TryGetValue(request.Producer, out var audience))
            return Refusal.ProducerNotFound(request.Producer);
        if (transport.Consumers.Count >= context.Options.MaxConsumersPerTransport)
            return Refusal.LimitReached("consumers of a transport", context.Options.MaxConsumersPerTransport);
        var producer = audience.Producer;
        RtpParameters? parameters;
        if (transport is not NetworkTransport receiver)
            parameters = transport is PipeTransport pipe ? pipe.ParametersOf(producer) : producer.Rtp.Parameters;
        else if (!TryNegotiate(request, producer, receiver, out parameters, out var error))
            return error;
        var created = new ConsumerCreated(request.Consumer, producer.Id, producer.Kind, producer.Rtp.StreamType, parameters, producer.IsPaused);
        var place = new ConsumerPlace(context, Id, transport.Id, audience, createdBy, created, tellsLayers && producer.Kind == MediaKind.Video, closeConsumer);
        var consumer = Create(place, request.Paused, transport);
        registry.Consumers.Add(consumer.Id, consumer);
        transport.Add(consumer);
        audience.Consumers.Add(consumer);
        consumer.Begin(now, output);
        return created;
    }

    private static Consumer Create(ConsumerPlace place, bool isPaused, Transport transport) => transport switch
    {
        NetworkTransport network => new RtpConsumer(place, isPaused, network),
        PipeTransport pipe => pipe.CreateConsumer(place, isPaused),
        DirectTransport direct => new DirectConsumer(place, isPaused, direct.Sink),
        _ => throw new UnreachableException(),
    };

    private bool TryNegotiate(
        Consume request, Producer producer, NetworkTransport transport,
        [NotNullWhen(true)] out RtpParameters? parameters,
        [NotNullWhen(false)] out ControlError? error)
    {
        parameters = null;
        error = null;
        if (request.RtpCapabilities is not { } capabilities)
        {
            error = Refusal.Invalid("rtpCapabilities is missing.");
            return false;
        }
        if (transport.Consumers.Exists(other => other.Producer == producer))
        {
            error = Refusal.AlreadyConsumed(request.Transport, request.Producer);
            return false;
        }
        var stream = new ConsumerStream(transport.PeekMid(), transport.NewSsrc(), transport.NewSsrc(), producer.Cname, context.Options.ViewerFeedback);
        if (!ConsumerRtp.TryCreate(producer.Rtp.Consumable, capabilities, stream, out parameters, out error))
            return false;
        transport.TakeMid();
        return true;
    }
}
