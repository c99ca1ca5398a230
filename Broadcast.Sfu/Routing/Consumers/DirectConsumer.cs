using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Hands a producer's packets, as the publisher sent them, to the sink of a <see cref="DirectTransport"/>.</summary>
internal sealed class DirectConsumer : Consumer
{
    private readonly IDirectSink sink;

    public DirectConsumer(
        WorkerContext context, ConsumerId id, Producer producer, DirectTransport transport, RequestFingerprint createdBy, ConsumerCreated created, bool paused)
        : base(context, id, producer, transport, createdBy, created)
    {
        sink = transport.Sink;
        IsPaused = paused;
    }

    public void Begin(Instant now, SendBatch output)
    {
        sink.OnConsumerAdded(now, Id, Producer.Id, Producer.Kind, Producer.Rtp.Parameters);
        if (Producer.IsPaused)
            sink.OnConsumerPaused(now, Id, paused: true);
        UpdateFlow(now, output);
    }

    public override void UpdateFlow(Instant now, SendBatch output)
    {
        Producer.UpdateTaps();
        if (!IsPaused)
            Producer.Selected.RequestKeyFrame(now, output);
    }

    public override void OnProducerPaused(Instant now, bool paused, SendBatch output)
    {
        sink.OnConsumerPaused(now, Id, paused);
        base.OnProducerPaused(now, paused, output);
    }

    public void OnRtp(Instant now, ReadOnlySpan<byte> packet)
    {
        if (!IsPaused)
            sink.OnRtp(now, Id, packet);
    }

    public void OnSenderReport(Instant now, ReadOnlySpan<byte> report)
    {
        if (!IsPaused)
            sink.OnSenderReport(now, Id, report);
    }

    protected override void Stop(Instant now)
    {
        IsPaused = true;
        sink.OnConsumerClosed(now, Id);
        Producer.UpdateTaps();
    }
}
