using Broadcast.Api.Links;
using Broadcast.Api.Moderation;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>
/// Someone in a webinar and what they hold on the media node. Guarded by the lock of the stage they are on; an id that is not theirs is
/// answered as one that does not exist. Who takes a seat again is a new object with the same id.
/// </summary>
public sealed class Participant(string id, Guest guest, string displayName)
{
    readonly Dictionary<TransportId, TransportDirection> transports = [];
    readonly Dictionary<ProducerId, TransportId> producers = [];
    readonly HashSet<ProducerId> unshown = [];
    readonly Dictionary<ConsumerId, (TransportId Transport, ProducerId Producer)> consumers = [];

    public string Id { get; } = id;
    public StageRole Role { get; } = guest.Link.Role;
    public string DisplayName { get; } = displayName;
    /// <summary>Null for a participant inside this process, such as the demo's test picture.</summary>
    public string? ConnectionId { get; } = guest.ConnectionId;
    public string LinkId { get; } = guest.Link.LinkId;
    public Visitor? Visitor { get; } = guest.Visitor;
    /// <summary>Runs from the loss of the connection; at its end the participant is removed.</summary>
    public ITimer? Grace { get; set; }

    public IReadOnlyCollection<TransportId> Transports => transports.Keys;
    public IReadOnlyCollection<ProducerId> Producers => producers.Keys;

    /// <summary>Takes a place for a transport before the node is asked for it.</summary>
    public void AddTransport(TransportId transport, TransportDirection direction)
    {
        if (transports.Count == StageLimits.Transports)
            throw new StageException(StageErrorCode.Conflict, $"A participant has at most {StageLimits.Transports} transports.");
        transports.Add(transport, direction);
    }

    public void AddProducer(ProducerId producer, TransportId transport)
    {
        if (producers.Count == StageLimits.Producers)
            throw new StageException(StageErrorCode.Conflict, $"A participant has at most {StageLimits.Producers} producers.");
        producers.Add(producer, transport);
    }

    /// <summary>Takes a place for a consumer before the node is asked for it; each producer is received once.</summary>
    public void AddConsumer(ConsumerId consumer, TransportId transport, ProducerId producer)
    {
        if (consumers.Values.Any(held => held.Producer == producer))
            throw new StageException(StageErrorCode.Conflict, "You receive this producer already: close that consumer first.");
        if (consumers.Count == StageLimits.Consumers)
            throw new StageException(StageErrorCode.Conflict, $"A participant has at most {StageLimits.Consumers} consumers.");
        consumers.Add(consumer, (transport, producer));
    }

    public TransportId Transport(string id) =>
        transports.ContainsKey(new TransportId(id)) ? new TransportId(id) : throw NotYours("transport");

    public TransportId Transport(string id, TransportDirection direction)
    {
        var transport = Transport(id);
        return transports[transport] == direction
            ? transport
            : throw new StageException(StageErrorCode.InvalidRequest, $"The transport was not created to {(direction == TransportDirection.Send ? "send" : "receive")}.");
    }

    public ProducerId Producer(string id) =>
        producers.ContainsKey(new ProducerId(id)) ? new ProducerId(id) : throw NotYours("producer");

    public ConsumerId Consumer(string id) =>
        consumers.ContainsKey(new ConsumerId(id)) ? new ConsumerId(id) : throw NotYours("consumer");

    public void Forget(ProducerId producer) => producers.Remove(producer);

    public void Forget(ConsumerId consumer) => consumers.Remove(consumer);

    public void ForgetConsumersOf(ProducerId producer)
    {
        foreach (var (consumer, held) in consumers)
        {
            if (held.Producer == producer)
                consumers.Remove(consumer);
        }
    }

    /// <summary>Forgets a transport with all that it carried.</summary>
    /// <param name="carried">The producers that were sent on it.</param>
    /// <returns>False if it is not theirs.</returns>
    public bool TryForget(TransportId transport, out IReadOnlyList<ProducerId> carried)
    {
        carried = [.. producers.Where(held => held.Value == transport).Select(held => held.Key)];
        foreach (var producer in carried)
            producers.Remove(producer);
        foreach (var (consumer, held) in consumers)
        {
            if (held.Transport == transport)
                consumers.Remove(consumer);
        }
        return transports.Remove(transport);
    }

    /// <summary>Whether there is a picture on the stage that their browser cannot show.</summary>
    public bool LacksPicture => unshown.Count > 0;

    /// <returns>False if they lacked this or another picture already.</returns>
    public bool AddUnshown(ProducerId picture) => unshown.Add(picture) && unshown.Count == 1;

    /// <returns>True if they lack nothing any more.</returns>
    public bool ForgetUnshown(ProducerId picture) => unshown.Remove(picture) && unshown.Count == 0;

    public void ForgetMedia()
    {
        unshown.Clear();
        transports.Clear();
        producers.Clear();
        consumers.Clear();
    }

    static StageException NotYours(string what) => new(StageErrorCode.NotFound, $"You have no such {what}.");
}
