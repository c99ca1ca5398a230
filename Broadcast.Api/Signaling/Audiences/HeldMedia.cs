using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>
/// What somebody holds on the media node to receive and to send, held to its limits. An id that is not theirs is answered as one that does
/// not exist. Safe for all threads.
/// </summary>
internal sealed class HeldMedia
{
    private readonly Lock gate = new();
    private readonly Dictionary<TransportId, TransportDirection> transports = [];
    private readonly Dictionary<ConsumerId, (TransportId Transport, ProducerId Producer)> consumers = [];
    private readonly HashSet<ProducerId> unshown = [];
    private readonly HashSet<ConsumerId> heldBack = [];

    /// <summary>Whether there is a picture on the stage that their browser cannot show.</summary>
    public bool LacksPicture
    {
        get
        {
            lock (gate)
                return unshown.Count > 0;
        }
    }

    /// <summary>Whether a picture does not fit into what their network carries.</summary>
    public bool IsHeldBack
    {
        get
        {
            lock (gate)
                return heldBack.Count > 0;
        }
    }

    /// <summary>Takes a place for a transport before the node is asked for it.</summary>
    public void Add(TransportId transport, TransportDirection direction)
    {
        lock (gate)
        {
            if (transports.Count == StageLimits.Transports)
                throw new StageException(StageErrorCode.Conflict, $"A participant has at most {StageLimits.Transports} transports.");
            transports.Add(transport, direction);
        }
    }

    /// <summary>Takes a place for a consumer before the node is asked for it; each producer is received once.</summary>
    public void Add(ConsumerId consumer, TransportId transport, ProducerId producer)
    {
        lock (gate)
        {
            if (consumers.Values.Any(held => held.Producer == producer))
                throw new StageException(StageErrorCode.Conflict, "You receive this producer already: close that consumer first.");
            if (consumers.Count == StageLimits.Consumers)
                throw new StageException(StageErrorCode.Conflict, $"A participant has at most {StageLimits.Consumers} consumers.");
            consumers.Add(consumer, (transport, producer));
        }
    }

    public TransportId Transport(string id)
    {
        lock (gate)
            return transports.ContainsKey(new TransportId(id)) ? new TransportId(id) : throw NotYours("transport");
    }

    public TransportId Transport(string id, TransportDirection direction)
    {
        lock (gate)
        {
            if (!transports.TryGetValue(new TransportId(id), out var created))
                throw NotYours("transport");
            return created == direction
                ? new TransportId(id)
                : throw new StageException(StageErrorCode.InvalidRequest, $"The transport was not created to {(direction == TransportDirection.Send ? "send" : "receive")}.");
        }
    }

    public ConsumerId Consumer(string id)
    {
        lock (gate)
            return consumers.ContainsKey(new ConsumerId(id)) ? new ConsumerId(id) : throw NotYours("consumer");
    }

    /// <summary>Whether all of these are theirs, and the media node has closed none.</summary>
    public bool Holds(IReadOnlyCollection<TransportId> wanted)
    {
        lock (gate)
            return wanted.All(transports.ContainsKey);
    }

    /// <returns>False if they have no such consumer.</returns>
    public bool TryHoldBack(ConsumerId consumer, bool isHeldBack)
    {
        lock (gate)
        {
            if (!consumers.ContainsKey(consumer))
                return false;
            if (isHeldBack)
                heldBack.Add(consumer);
            else
                heldBack.Remove(consumer);
            return true;
        }
    }

    public void Forget(ConsumerId consumer)
    {
        lock (gate)
        {
            consumers.Remove(consumer);
            heldBack.Remove(consumer);
        }
    }

    /// <summary>The producer is gone, and what consumed it.</summary>
    public void Forget(ProducerId producer)
    {
        lock (gate)
        {
            unshown.Remove(producer);
            Forget(held => held.Producer == producer);
        }
    }

    /// <summary>Forgets a transport with all that it carried.</summary>
    public void Forget(TransportId transport)
    {
        lock (gate)
        {
            transports.Remove(transport);
            Forget(held => held.Transport == transport);
        }
    }

    /// <summary>Their browser knows no codec of a picture.</summary>
    public void AddUnshown(ProducerId picture)
    {
        lock (gate)
            unshown.Add(picture);
    }

    /// <returns>The transports that there were.</returns>
    public IReadOnlyList<TransportId> Clear()
    {
        lock (gate)
        {
            TransportId[] cleared = [.. transports.Keys];
            transports.Clear();
            consumers.Clear();
            unshown.Clear();
            heldBack.Clear();
            return cleared;
        }
    }

    private void Forget(Func<(TransportId Transport, ProducerId Producer), bool> where)
    {
        foreach (var (consumer, held) in consumers)
        {
            if (!where(held))
                continue;
            consumers.Remove(consumer);
            heldBack.Remove(consumer);
        }
    }

    private static StageException NotYours(string what) => new(StageErrorCode.NotFound, $"You have no such {what}.");
}
