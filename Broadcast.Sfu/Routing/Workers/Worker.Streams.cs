using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Workers;

/// <summary>Requests about producers and consumers.</summary>
public sealed partial class Worker
{
    private ControlResponse Produce(Produce request)
    {
        var fingerprint = RequestFingerprint.Of(request);
        if (context.Producers.TryGetValue(request.Producer, out var existing))
            return existing.CreatedBy == fingerprint ? existing.Created : Refusal.Taken(request.Producer);
        if (!context.Transports.TryGetValue(request.Transport, out var transport))
            return Refusal.TransportNotFound(request.Transport);
        if (transport is DirectTransport)
            return Refusal.WrongKind(request.Transport, "WebRTC, plain or pipe");
        if (transport is WebRtcTransport { IsReceiveOnly: true })
            return new ControlError(ControlErrorCode.InvalidState, $"Transport '{request.Transport}' is for receiving only.");
        if (transport.Producers.Count >= Options.MaxProducersPerTransport)
            return Refusal.LimitReached("producers of a transport", Options.MaxProducersPerTransport);
        if (!ProducerRtp.TryCreate(request.Kind, request.RtpParameters, transport.Router.Capabilities, out var rtp, out var error))
            return error;
        if (transport.Listener.Collides(rtp.Parameters))
            return new ControlError(ControlErrorCode.Conflict, "An SSRC or the MID is in use by another producer of the transport.");
        var producer = new Producer(context, request.Producer, transport, rtp, fingerprint, request.Paused);
        context.Producers.Add(producer.Id, producer);
        transport.Producers.Add(producer);
        transport.Listener.Add(producer);
        return producer.Created;
    }

    private ControlResponse Consume(Instant now, Consume request, SendBatch output)
    {
        // What a transport's remote can take does not change, and is most of the request.
        var fingerprint = RequestFingerprint.Of(request with { RtpCapabilities = null });
        if (context.Consumers.TryGetValue(request.Consumer, out var existing))
            return existing.CreatedBy == fingerprint ? existing.Created with { ProducerPaused = existing.Producer.IsPaused } : Refusal.Taken(request.Consumer);
        if (!context.Transports.TryGetValue(request.Transport, out var transport))
            return Refusal.TransportNotFound(request.Transport);
        if (!context.Producers.TryGetValue(request.Producer, out var producer) || producer.Transport.Router != transport.Router)
            return Refusal.ProducerNotFound(request.Producer);
        if (transport.Consumers.Count >= Options.MaxConsumersPerTransport)
            return Refusal.LimitReached("consumers of a transport", Options.MaxConsumersPerTransport);
        return transport switch
        {
            DirectTransport direct => ConsumeDirectly(now, request, direct, producer, fingerprint, output),
            PipeTransport pipe => ConsumeByPipe(now, request, pipe, producer, fingerprint, output),
            _ => ConsumeRtp(now, request, transport, producer, fingerprint, output),
        };
    }

    private ControlResponse ConsumeRtp(Instant now, Consume request, Transport transport, Producer producer, RequestFingerprint fingerprint, SendBatch output)
    {
        if (request.RtpCapabilities is not { } capabilities)
            return Refusal.Invalid("rtpCapabilities is missing.");
        if (transport.Consumers.Exists(other => other.Producer == producer))
            return Refusal.AlreadyConsumed(request.Transport, request.Producer);
        var stream = new ConsumerStream(transport.PeekMid(), NewSsrc(transport), NewSsrc(transport), producer.Cname, Options.ViewerFeedback);
        if (!ConsumerRtp.TryCreate(producer.Rtp.Consumable, capabilities, stream, out var parameters, out var error))
            return error;
        transport.TakeMid();
        var created = Answer(request, producer, parameters);
        var consumer = new RtpConsumer(context, request.Consumer, producer, transport, fingerprint, created, request.Paused);
        transport.ConsumersBySsrc.Add(consumer.Ssrc, consumer);
        if (consumer.RtxSsrc is { } rtx)
            transport.ConsumersBySsrc.Add(rtx, consumer);
        Add(consumer);
        consumer.UpdateFlow(now, output);
        return created;
    }

    private ConsumerCreated ConsumeDirectly(
        Instant now, Consume request, DirectTransport transport, Producer producer, RequestFingerprint fingerprint, SendBatch output)
    {
        var created = Answer(request, producer, producer.Rtp.Parameters);
        var consumer = new DirectConsumer(context, request.Consumer, producer, transport, fingerprint, created, request.Paused);
        Add(consumer);
        consumer.Begin(now, output);
        return created;
    }

    private ConsumerCreated ConsumeByPipe(
        Instant now, Consume request, PipeTransport transport, Producer producer, RequestFingerprint fingerprint, SendBatch output)
    {
        uint[] ssrcs = [.. producer.Streams.Select(_ => NewSsrc(transport))];
        var created = Answer(request, producer, PipeRtp.Of(producer.Rtp.Parameters, producer.Cname, ssrcs)) with { StreamType = producer.Rtp.StreamType };
        var consumer = new PipeConsumer(context, request.Consumer, producer, transport, fingerprint, created, request.Paused);
        Add(consumer);
        consumer.Begin(now, output);
        return created;
    }

    /// <summary>Consumers get one stream, whatever the producer sends.</summary>
    private static ConsumerCreated Answer(Consume request, Producer producer, RtpParameters parameters) =>
        new(request.Consumer, producer.Id, producer.Kind, StreamType.Simple, parameters, producer.IsPaused);

    private void Add(Consumer consumer)
    {
        context.Consumers.Add(consumer.Id, consumer);
        consumer.Transport.Consumers.Add(consumer);
        consumer.Producer.Consumers.Add(consumer);
    }

    private uint NewSsrc(Transport transport)
    {
        uint ssrc;
        do
            ssrc = context.NextSsrc();
        while (transport.ConsumersBySsrc.ContainsKey(ssrc));
        return ssrc;
    }

    private ControlResponse SetPaused(Instant now, ProducerId id, bool paused, SendBatch output)
    {
        if (!context.Producers.TryGetValue(id, out var producer))
            return Refusal.ProducerNotFound(id);
        producer.SetPaused(now, paused, output);
        return Accepted.Instance;
    }

    private ControlResponse SetPaused(Instant now, ConsumerId id, bool paused, SendBatch output)
    {
        if (!context.Consumers.TryGetValue(id, out var consumer))
            return Refusal.ConsumerNotFound(id);
        consumer.SetPaused(now, paused, output);
        return Accepted.Instance;
    }

    private ControlResponse RequestKeyFrame(Instant now, RequestKeyFrame request, SendBatch output)
    {
        if (!context.Consumers.TryGetValue(request.Consumer, out var consumer))
            return Refusal.ConsumerNotFound(request.Consumer);
        if (!consumer.IsPaused)
            consumer.Producer.Selected.RequestKeyFrame(now, output);
        return Accepted.Instance;
    }

    private Accepted Close(Instant now, CloseProducer request)
    {
        if (context.Producers.TryGetValue(request.Producer, out var producer))
            producer.Close(now);
        return Accepted.Instance;
    }

    private Accepted Close(Instant now, CloseConsumer request)
    {
        if (context.Consumers.TryGetValue(request.Consumer, out var consumer))
            consumer.Close(now);
        return Accepted.Instance;
    }
}
