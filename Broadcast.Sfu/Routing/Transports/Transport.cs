using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>One remote end, with the producers that it feeds and the consumers that feed it. How bytes travel is up to the derived classes.</summary>
internal abstract class Transport(TransportPlace place) : TimerNode
{
    protected WorkerContext Context => place.Context;
    public RouterId Router => place.Router;
    public TransportId Id => place.Id;
    public RequestFingerprint CreatedBy => place.CreatedBy;
    public bool IsClosed { get; private set; }

    public List<Producer> Producers { get; } = [];
    public List<Consumer> Consumers { get; } = [];

    /// <summary>The answer to the request that made the transport, given again when it is repeated.</summary>
    public abstract ControlResponse Created { get; }

    public abstract TransportDump Dump();

    public virtual void Add(Producer producer) => Producers.Add(producer);

    public virtual void Remove(Producer producer) => Producers.Remove(producer);

    public virtual void Add(Consumer consumer) => Consumers.Add(consumer);

    public virtual void Remove(Consumer consumer) => Consumers.Remove(consumer);

    /// <summary>Nothing is ever due, unless a derived class sets the timer.</summary>
    public override void OnTimeout(Instant now, SendBatch output)
    {
    }

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => place.Close(now, this, reason, output);

    /// <summary>From now on nothing opens on it; what is open is closed next.</summary>
    /// <returns>False if that has begun before.</returns>
    public bool TryBeginClosing()
    {
        if (IsClosed)
            return false;
        IsClosed = true;
        return true;
    }

    /// <summary>The last step of closing: nothing depends on it any more.</summary>
    public void EndClosing(Instant now, SendBatch output)
    {
        Context.Timers.Clear(this);
        Release(now, output);
    }

    /// <summary>Frees sockets, keys and table entries.</summary>
    protected abstract void Release(Instant now, SendBatch output);

    public virtual TransportStats GetStats() => new()
    {
        Transport = Id,
        PacketsLost = Producers.Sum(producer => producer.Streams.Sum(stream => stream.PacketsLost)),
    };
}
