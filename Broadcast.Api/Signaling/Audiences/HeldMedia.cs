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
    private readonly Dictionary<TransportId, Place> transports = [];
    private readonly Dictionary<ConsumerId, Received> consumers = [];
    private readonly Dictionary<ProducerId, Unshown> unshown = [];
    private readonly HashSet<ConsumerId> heldBack = [];

    /// <summary>Routers that they are to leave: they receive there until they receive elsewhere.</summary>
    private readonly HashSet<StagePlace> leaving = [];

    /// <summary>Pictures on the stage that their browser cannot decode, and of which it would take a stand-in.</summary>
    public IReadOnlyList<ProducerId> WantedStandIns
    {
        get
        {
            lock (gate)
                return unshown.Count == 0 ? [] : [.. unshown.Where(each => each.Value.TakesStandIn).Select(each => each.Key)];
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

    /// <summary>Whether there is a picture on the stage that their browser cannot show, nor get a stand-in for.</summary>
    public bool LacksPicture(DateTimeOffset now)
    {
        lock (gate)
            return unshown.Any(each => each.Value.LackedFrom <= now && consumers.Values.All(held => held.Producer != each.Key));
    }

    /// <summary>Where they watch, or are to; null while they do not.</summary>
    public StagePlace? Watching
    {
        get
        {
            lock (gate)
                return Places.FirstOrDefault(each => !leaving.Contains(each));
        }
    }

    /// <summary>Everywhere where something is sent to them.</summary>
    public IReadOnlyList<StagePlace> Watched
    {
        get
        {
            lock (gate)
                return [.. Places.Distinct()];
        }
    }

    /// <summary>Takes a place for a transport before the node is asked for it.</summary>
    /// <param name="at">The router that it is on.</param>
    public void Add(TransportId transport, TransportDirection direction, StagePlace at)
    {
        lock (gate)
        {
            if (transports.Count == StageLimits.Transports)
                throw new StageException(StageErrorCode.Conflict, $"A participant has at most {StageLimits.Transports} transports.");
            transports.Add(transport, new Place(direction, at));
        }
    }

    /// <summary>Takes a place for a consumer before the node is asked for it; each producer is received once.</summary>
    /// <param name="source">What the node sends: the producer, or what stands in for it.</param>
    public void Add(ConsumerId consumer, TransportId transport, ProducerId producer, ProducerId source)
    {
        lock (gate)
        {
            // What they are to leave is received beside what takes its place.
            var kept = consumers.Values.Where(held => !leaving.Contains(transports[held.Transport].At)).ToList();
            if (kept.Any(held => held.Producer == producer))
                throw new StageException(StageErrorCode.Conflict, "You receive this producer already: close that consumer first.");
            if (kept.Count == StageLimits.Consumers)
                throw new StageException(StageErrorCode.Conflict, $"A participant has at most {StageLimits.Consumers} consumers.");
            consumers.Add(consumer, new Received(transport, producer, source));
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
            return created.Direction == direction
                ? new TransportId(id)
                : throw new StageException(StageErrorCode.InvalidRequest, $"The transport was not created to {(direction == TransportDirection.Send ? "send" : "receive")}.");
        }
    }

    /// <summary>The router that a transport of theirs is on.</summary>
    public StagePlace PlaceOf(TransportId transport)
    {
        lock (gate)
            return transports.TryGetValue(transport, out var place) ? place.At : throw NotYours("transport");
    }

    /// <summary>The router that a consumer of theirs is on.</summary>
    public StagePlace PlaceOf(ConsumerId consumer)
    {
        lock (gate)
            return consumers.TryGetValue(consumer, out var held) ? PlaceOf(held.Transport) : throw NotYours("consumer");
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

    /// <summary>They closed a consumer: of what a stand-in was received for, none is needed any more.</summary>
    public void GiveBack(ConsumerId consumer)
    {
        lock (gate)
        {
            if (consumers.TryGetValue(consumer, out var held) && held.Source != held.Producer)
                unshown.Remove(held.Producer);
            Forget(consumer);
        }
    }

    /// <summary>The producer is gone, or the stand-in, and what consumed it.</summary>
    public void Forget(ProducerId producer)
    {
        lock (gate)
        {
            unshown.Remove(producer);
            Forget(held => held.Source == producer);
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
    /// <param name="lackedFrom">From when on they count as without it, unless a stand-in comes.</param>
    public void AddUnshown(ProducerId picture, DateTimeOffset lackedFrom, bool takesStandIn)
    {
        lock (gate)
            unshown[picture] = new Unshown(unshown.TryGetValue(picture, out var known) ? known.LackedFrom : lackedFrom, takesStandIn);
    }

    /// <summary>From now on they are to receive elsewhere.</summary>
    /// <returns>The transports by which they receive there; none if they know already.</returns>
    public IReadOnlyList<TransportId> Leave(StagePlace place)
    {
        lock (gate)
            return leaving.Add(place) ? [.. transports.Where(each => each.Value == new Place(TransportDirection.Recv, place)).Select(each => each.Key)] : [];
    }

    /// <summary>Forgets all that was on a router.</summary>
    /// <returns>The transports that were there.</returns>
    public IReadOnlyList<TransportId> Forget(StagePlace lost)
    {
        lock (gate)
        {
            TransportId[] gone = [.. transports.Where(each => each.Value.At == lost).Select(each => each.Key)];
            foreach (var transport in gone)
                Forget(transport);
            return gone;
        }
    }

    /// <returns>The transports that there were, and where.</returns>
    public IReadOnlyList<(TransportId Transport, StagePlace At)> Clear()
    {
        lock (gate)
        {
            (TransportId, StagePlace)[] cleared = [.. transports.Select(each => (each.Key, each.Value.At))];
            transports.Clear();
            consumers.Clear();
            unshown.Clear();
            heldBack.Clear();
            leaving.Clear();
            return cleared;
        }
    }

    private IEnumerable<StagePlace> Places => transports.Values.Where(each => each.Direction == TransportDirection.Recv).Select(each => each.At);

    private void Forget(Func<Received, bool> where)
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

    private readonly record struct Place(TransportDirection Direction, StagePlace At);

    /// <param name="Producer">As it is on the stage.</param>
    /// <param name="Source">What the node sends of it: itself, or its stand-in.</param>
    private readonly record struct Received(TransportId Transport, ProducerId Producer, ProducerId Source);

    private readonly record struct Unshown(DateTimeOffset LackedFrom, bool TakesStandIn);
}
