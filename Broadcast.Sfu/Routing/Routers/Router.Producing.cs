using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Routers;

/// <summary>Producers come into the graph.</summary>
internal sealed partial class Router
{
    /// <param name="now">The time.</param>
    /// <param name="request">Its producer's id is not taken.</param>
    /// <param name="createdBy">Of the request.</param>
    /// <param name="transport">The one that the request names; of this router.</param>
    public ControlResponse Produce(Instant now, Produce request, RequestFingerprint createdBy, Transport transport)
    {
        if (transport is not RtpTransport publisher)
            return Refusal.WrongKind(request.Transport, "WebRTC, plain or pipe");
        if (transport is WebRtcTransport { IsReceiveOnly: true })
            return new ControlError(ControlErrorCode.InvalidState, $"Transport '{request.Transport}' is for receiving only.");
        // A pipe carries those of the whole stage.
        var limit = transport is PipeTransport ? context.Options.MaxConsumersPerTransport : context.Options.MaxProducersPerTransport;
        if (transport.Producers.Count >= limit)
            return Refusal.LimitReached("producers of a transport", limit);
        if (!ProducerRtp.TryCreate(request.Kind, request.RtpParameters, Capabilities, out var rtp, out var error))
            return error;
        if (publisher.Listener.Collides(rtp.Parameters))
            return new ControlError(ControlErrorCode.Conflict, "An SSRC or the MID is in use by another producer of the transport.");
        // The router that a pipe comes from tells how loud its producers are.
        var levels = transport is PipeTransport ? null : audioLevels;
        var place = new ProducerPlace(context, Id, transport.Id, request.Producer, createdBy, closeProducer);
        return Add(now, new Producer(place, publisher, rtp, request.Paused, levels), transport);
    }

    /// <param name="now">The time.</param>
    /// <param name="request">For this producer.</param>
    /// <param name="producer">Of this router.</param>
    /// <param name="transport">The one that the request names; of this router.</param>
    public ControlResponse Move(Instant now, MoveProducer request, Producer producer, Transport transport)
    {
        if (transport is not NodePipeTransport pipe || producer.Publisher is not NodePipeTransport former)
            return new ControlError(ControlErrorCode.InvalidState, "A producer moves from one pipe between nodes to another.");
        if (!ProducerRtp.TryCreate(producer.Kind, request.RtpParameters, Capabilities, out var rtp, out var error))
            return error;
        if (rtp.Parameters.Encodings.Any(encoding => encoding.Ssrc is null))
            return Refusal.Invalid("Each encoding needs an ssrc.");
        if (!producer.Rtp.IsSameMedia(rtp))
            return new ControlError(ControlErrorCode.Conflict, "The parameters differ from the producer's in more than SSRCs.");
        if (pipe == former)
            return producer.Rtp.HasSameSsrcs(rtp) ? Accepted.Instance : Refusal.Taken(producer.Id);
        if (transport.Producers.Count >= context.Options.MaxConsumersPerTransport)
            return Refusal.LimitReached("producers of a transport", context.Options.MaxConsumersPerTransport);
        if (pipe.Listener.Collides(rtp.Parameters))
            return new ControlError(ControlErrorCode.Conflict, "An SSRC is in use by another producer of the transport.");
        former.Remove(producer);
        producer.MoveTo(pipe.Id, pipe, rtp);
        pipe.Add(producer);
        pipe.WantLayers(now, producer);
        return Accepted.Instance;
    }

    private ControlResponse Add(Instant now, Producer producer, Transport transport)
    {
        registry.Producers.Add(producer.Id, producer);
        audiences.Add(producer.Id, new Audience(context, producer));
        transport.Add(producer);
        if (producer.Kind == MediaKind.Video || transport is PipeTransport)
            producer.Wanted.Open(now);
        return producer.Created;
    }
}
