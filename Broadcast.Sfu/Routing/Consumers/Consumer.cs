using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>One producer's media on its way out through one transport.</summary>
internal abstract class Consumer(ConsumerPlace place, bool isPaused) : IHandled
{
    protected WorkerContext Context => place.Context;
    public ConsumerId Id => place.Created.Consumer;
    public RouterId Router => place.Router;
    public TransportId Transport => place.Transport;
    public Audience Audience => place.Audience;
    public Producer Producer { get; } = place.Audience.Producer;
    public RequestFingerprint CreatedBy => place.CreatedBy;

    /// <summary>The answer to the request that made the consumer, given again when it is repeated.</summary>
    public ConsumerCreated Created => place.Created;

    public bool IsPaused { get; private set; } = isPaused;

    public ConsumerDump Dump() => new(Id, Transport, Producer.Id, IsPaused);

    /// <summary>Whether the owner wants to know which layers flow.</summary>
    protected bool TellsLayers => place.TellsLayers;

    /// <summary>The SSRCs by which the receiver's RTCP names it.</summary>
    public virtual IReadOnlyList<uint> Ssrcs => [];

    /// <summary>It is one of the audience and of its transport: media may flow.</summary>
    public virtual void Begin(Instant now, SendBatch output) => UpdateFlow(now, output);

    public void SetPaused(Instant now, bool paused, SendBatch output)
    {
        IsPaused = paused;
        UpdateFlow(now, output);
    }

    /// <summary>Starts or stops the flow after a pause, a resumption or a change of the transport or of which streams come.</summary>
    public abstract void UpdateFlow(Instant now, SendBatch output);

    /// <summary>Whoever consumes wants no layers above these.</summary>
    public virtual void SetPreferredLayers(Instant now, LayerLimit limit, SendBatch output)
    {
    }

    /// <summary>The owner wants a key frame of what flows.</summary>
    public abstract void RequestKeyFrame(Instant now, SendBatch output);

    /// <summary>The receiver misses packets.</summary>
    public virtual void OnNack(Instant now, Nack nack, SendBatch output)
    {
    }

    /// <param name="now">The time.</param>
    /// <param name="ssrc">Of the stream that it is wanted of.</param>
    /// <param name="output">Takes what is to be sent.</param>
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

    public virtual void OnProducerPaused(Instant now, bool paused, SendBatch output)
    {
        UpdateFlow(now, output);
        Context.Notify(paused ? new ProducerPaused(place.Router, Id) : new ProducerResumed(place.Router, Id));
    }

    /// <summary>Stops the flow for good: nothing follows.</summary>
    public void Stop(Instant now)
    {
        IsPaused = true;
        OnStopped(now);
    }

    public void CloseUnasked(Instant now, string reason, SendBatch output) => place.Close(now, this, reason, output);

    protected abstract void OnStopped(Instant now);
}
