using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Hosting;

/// <summary>
/// Which worker owns what. An entry falls with its parent: a router takes its transports along, a transport its producers and
/// consumers, a producer its consumers. Safe for all threads.
/// </summary>
internal sealed class Ownership
{
    private readonly Lock gate = new();
    private readonly Dictionary<object, Entry> entries = [];

    /// <summary>The worker for a request; one that opens something is registered at once, so that requests may follow without waiting.</summary>
    /// <param name="request">Names its owner by router, transport, producer or consumer.</param>
    /// <param name="placeRouter">Chooses a worker for a new router.</param>
    /// <param name="worker">The owner's index.</param>
    /// <param name="opened">What was registered by this request; to be handed to <see cref="Remove"/> if it is refused.</param>
    /// <returns>False if the id it names is unknown.</returns>
    public bool TryRoute(WorkerRequest request, Func<int> placeRouter, out int worker, out object? opened)
    {
        var route = RequestRoute.Of(request);
        (worker, opened) = (-1, null);
        lock (gate)
        {
            if (route.Opens is { } id && entries.TryGetValue(id, out var existing) && route.Owner is null)
                worker = existing.Worker;
            else if (route.Owner is null)
                worker = placeRouter();
            else if (entries.TryGetValue(route.Owner, out var owner))
                worker = owner.Worker;
            else
                return false;
            if (route.Opens is not null && !entries.ContainsKey(route.Opens))
            {
                Add(route.Opens, worker, route.Owner, route.Source);
                opened = route.Opens;
            }
            return true;
        }
    }

    public void Remove(object id)
    {
        lock (gate)
            RemoveWithChildren(id);
    }

    /// <summary>Forgets what a worker closed by itself.</summary>
    public void On(WorkerNotification notification)
    {
        object? closed = notification switch
        {
            TransportClosed transport => transport.Transport,
            ProducerClosed producer => producer.Producer,
            ConsumerClosed consumer => consumer.Consumer,
            _ => null,
        };
        if (closed is not null)
            Remove(closed);
    }

    public IReadOnlyList<RouterId> RoutersOf(int worker)
    {
        lock (gate)
            return [.. entries.Where(pair => pair.Value.Worker == worker).Select(pair => pair.Key).OfType<RouterId>()];
    }

    public int Load(int worker)
    {
        lock (gate)
            return entries.Values.Count(entry => entry.Worker == worker);
    }

    /// <summary>Forgets everything of a worker that died.</summary>
    public IReadOnlyList<RouterId> RemoveWorker(int worker)
    {
        lock (gate)
        {
            var routers = RoutersOf(worker);
            foreach (var router in routers)
                RemoveWithChildren(router);
            return routers;
        }
    }

    private void Add(object id, int worker, object? owner, object? source)
    {
        entries[id] = new Entry(worker);
        foreach (var parent in new[] { owner, source })
        {
            if (parent is not null && entries.TryGetValue(parent, out var entry))
                entry.Children.Add(id);
        }
    }

    private void RemoveWithChildren(object id)
    {
        if (!entries.Remove(id, out var entry))
            return;
        foreach (var child in entry.Children)
            RemoveWithChildren(child);
    }

    /// <summary>Children that closed before their parent stay listed until it falls; removing them again does nothing.</summary>
    private sealed record Entry(int Worker)
    {
        public HashSet<object> Children { get; } = [];
    }
}
