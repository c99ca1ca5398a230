using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>One producer's media on its way out through one transport.</summary>
internal abstract class Consumer(WorkerContext context, ConsumerId id, Producer producer, Transport transport, RequestFingerprint createdBy, ConsumerCreated created) : IHandled
{
    protected WorkerContext Context { get; } = context;
    public ConsumerId Id { get; } = id;
    public Producer Producer { get; } = producer;
    public Transport Transport { get; } = transport;
    public RequestFingerprint CreatedBy { get; } = createdBy;

    /// <summary>The answer to the request that made the consumer, given again when it is repeated.</summary>
    public ConsumerCreated Created { get; } = created;

    public bool IsPaused { get; protected set; }

    public void SetPaused(Instant now, bool paused, SendBatch output)
    {
        IsPaused = paused;
        UpdateFlow(now, output);
    }

    /// <summary>Starts or stops the flow after a pause, a resumption or a change of the transport or of the producer's selected stream.</summary>
    public abstract void UpdateFlow(Instant now, SendBatch output);

    /// <summary>The receiver misses packets.</summary>
    public virtual void OnNack(Instant now, Nack nack, SendBatch output)
    {
    }

    /// <param name="ssrc">Of the stream that it is wanted of.</param>
    public virtual void OnKeyFrameRequest(Instant now, uint ssrc, SendBatch output)
    {
    }

    public virtual void OnReportBlock(Instant now, in ReportBlock block)
    {
    }

    /// <summary>A stream's publisher restarted: its numbers and timestamps are unrelated to those before.</summary>
    public virtual void BeginAnew(ProducerStream restarted)
    {
    }

    /// <summary>Stops the flow for good: nothing follows.</summary>
    protected abstract void Stop(Instant now);

    public virtual void OnProducerPaused(Instant now, bool paused, SendBatch output)
    {
        UpdateFlow(now, output);
        Context.Notify(paused ? new ProducerPaused(Id) : new ProducerResumed(Id));
    }

    public void CloseUnasked(Instant now, string reason, SendBatch output)
    {
        Close(now);
        Context.Notify(new ConsumerClosed(Id));
    }

    public void Close(Instant now)
    {
        try
        {
            Stop(now);
        }
        finally
        {
            Producer.Consumers.Remove(this);
            Transport.Consumers.Remove(this);
            Context.Consumers.Remove(Id);
        }
    }
}
