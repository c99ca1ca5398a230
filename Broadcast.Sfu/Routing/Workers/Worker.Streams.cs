using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Sfu.Routing.Workers;

/// <summary>Requests about producers and consumers: found here, done by their router.</summary>
public sealed partial class Worker
{
    private ControlResponse Produce(Instant now, Produce request)
    {
        var fingerprint = RequestFingerprint.Of(request);
        if (registry.Producers.TryGetValue(request.Producer, out var existing))
            return existing.CreatedBy == fingerprint ? existing.Created : Refusal.Taken(request.Producer);
        if (!registry.Transports.TryGetValue(request.Transport, out var transport))
            return Refusal.TransportNotFound(request.Transport);
        return registry.Routers[transport.Router].Produce(now, request, fingerprint, transport);
    }

    private ControlResponse Consume(Instant now, Consume request, SendBatch output)
    {
        // What a transport's remote can take does not change, and is most of the request.
        var fingerprint = RequestFingerprint.Of(request with { RtpCapabilities = null });
        if (registry.Consumers.TryGetValue(request.Consumer, out var existing))
            return existing.CreatedBy == fingerprint ? existing.Created with { ProducerPaused = existing.Producer.IsPaused } : Refusal.Taken(request.Consumer);
        if (!registry.Transports.TryGetValue(request.Transport, out var transport))
            return Refusal.TransportNotFound(request.Transport);
        return registry.Routers[transport.Router].Consume(now, request, fingerprint, transport, output);
    }

    private ControlResponse SetPaused(Instant now, ProducerId id, bool paused, SendBatch output)
    {
        if (!registry.Producers.TryGetValue(id, out var producer))
            return Refusal.ProducerNotFound(id);
        producer.SetPaused(now, paused, output);
        return Accepted.Instance;
    }

    private ControlResponse SetPaused(Instant now, ConsumerId id, bool paused, SendBatch output)
    {
        if (!registry.Consumers.TryGetValue(id, out var consumer))
            return Refusal.ConsumerNotFound(id);
        consumer.SetPaused(now, paused, output);
        return Accepted.Instance;
    }

    private ControlResponse Move(Instant now, MoveProducer request)
    {
        if (!registry.Producers.TryGetValue(request.Producer, out var producer))
            return Refusal.ProducerNotFound(request.Producer);
        if (!registry.Transports.TryGetValue(request.Transport, out var transport) || transport.Router != producer.Router)
            return Refusal.TransportNotFound(request.Transport);
        return registry.Routers[producer.Router].Move(now, request, producer, transport);
    }

    private ControlResponse RequestKeyFrame(Instant now, RequestKeyFrame request, SendBatch output)
    {
        if (!registry.Consumers.TryGetValue(request.Consumer, out var consumer))
            return Refusal.ConsumerNotFound(request.Consumer);
        consumer.RequestKeyFrame(now, output);
        return Accepted.Instance;
    }

    private ControlResponse SetPreferredLayers(Instant now, SetPreferredLayers request, SendBatch output)
    {
        if (!registry.Consumers.TryGetValue(request.Consumer, out var consumer))
            return Refusal.ConsumerNotFound(request.Consumer);
        consumer.SetPreferredLayers(now, new LayerLimit(request.SpatialLayer ?? int.MaxValue, request.TemporalLayer ?? int.MaxValue), output);
        return Accepted.Instance;
    }

    private ControlResponse SetPriority(SetPriority request)
    {
        if (!registry.Consumers.TryGetValue(request.Consumer, out var consumer))
            return Refusal.ConsumerNotFound(request.Consumer);
        if (consumer is RtpConsumer viewer)
            viewer.Priority = (byte)request.Priority;
        return Accepted.Instance;
    }

    private Accepted Close(Instant now, CloseProducer request)
    {
        if (registry.Producers.TryGetValue(request.Producer, out var producer))
            registry.Routers[producer.Router].Close(now, producer);
        return Accepted.Instance;
    }

    private Accepted Close(Instant now, CloseConsumer request)
    {
        if (registry.Consumers.TryGetValue(request.Consumer, out var consumer))
            registry.Routers[consumer.Producer.Router].Close(now, consumer);
        return Accepted.Instance;
    }
}
