using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Hosting;

/// <summary>
/// Which worker owns what. An entry falls with its parent: a router takes its transports along, a transport its producers and
/// consumers, a producer its consumers. A router's entry names its origin, the worker of its presenters. Safe for all threads.
/// </summary>
/// <param name="workers">How many there are.</param>
/// <param name="isFit">Whether a worker can take more: one that died has least to do.</param>
/// <param name="spreadAfter">How many entries more than the least loaded worker an origin has before viewers are placed there instead.</param>
internal sealed class Ownership(int workers, int spreadAfter, Func<int, bool> isFit)
{
    private readonly Lock gate = new();
    private readonly Dictionary<object, Entry> entries = [];
    private readonly int[] loads = new int[workers];

    /// <summary>The worker for a request; what it opens is registered at once and placed where the request is to go.</summary>
    /// <param name="request">Names its owner by router, transport, producer or consumer.</param>
    /// <param name="worker">The owner's index.</param>
    /// <param name="opened">What was registered by this request; to be handed to <see cref="Remove"/> if it is refused.</param>
    /// <returns>False if the id it names is unknown.</returns>
    public bool TryRoute(WorkerRequest request, out int worker, out object? opened)
    {
        var route = RequestRoute.Of(request);
        (worker, opened) = (-1, null);
        lock (gate)
        {
            var existing = route.Opens is { } id ? entries.GetValueOrDefault(id) : null;
            var owner = route.Owner is { } named ? entries.GetValueOrDefault(named) : null;
            if (route.Owner is not null && owner is null)
                return false;
            worker = existing is not null && route.Owner is null or RouterId
                ? existing.Worker
                : owner is null ? LeastLoaded() : request is CreateWebRtcTransport { ReceiveOnly: true } ? PlaceViewer(owner.Worker) : owner.Worker;
            if (route.Opens is not null && existing is null)
            {
                Add(route.Opens, worker, owner?.Router ?? (RouterId)route.Opens, route.Owner, route.Source);
                opened = route.Opens;
            }
            return true;
        }
    }

    /// <returns>False if nothing is open under the id.</returns>
    public bool TryFind(object id, out int worker, out RouterId router)
    {
        lock (gate)
        {
            var isKnown = entries.TryGetValue(id, out var entry);
            (worker, router) = isKnown ? (entry!.Worker, entry.Router) : (-1, default);
            return isKnown;
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

    public IReadOnlyList<RouterId> Routers
    {
        get
        {
            lock (gate)
                return [.. entries.Keys.OfType<RouterId>()];
        }
    }

    public IReadOnlyList<RouterId> RoutersOf(int worker)
    {
        lock (gate)
            return [.. entries.Where(pair => pair.Value.Worker == worker).Select(pair => pair.Key).OfType<RouterId>()];
    }

    /// <summary>Forgets everything of a worker that died.</summary>
    /// <returns>The routers that had their origin there, and the transports there of routers that live on, each with its router.</returns>
    public (IReadOnlyList<RouterId> Routers, IReadOnlyList<(TransportId Transport, RouterId Router)> Transports) RemoveWorker(int worker)
    {
        lock (gate)
        {
            var routers = RoutersOf(worker);
            foreach (var router in routers)
                RemoveWithChildren(router);
            (TransportId Transport, RouterId Router)[] transports =
                [.. from pair in entries where pair.Value.Worker == worker && pair.Key is TransportId select ((TransportId)pair.Key, pair.Value.Router)];
            foreach (var (transport, _) in transports)
                RemoveWithChildren(transport);
            return (routers, transports);
        }
    }

    /// <summary>If none is fit any will do: it is for the worker to refuse.</summary>
    private int LeastLoaded()
    {
        var fit = Enumerable.Range(0, loads.Length).Where(isFit).DefaultIfEmpty(0);
        return fit.MinBy(worker => loads[worker]);
    }

    /// <summary>A pipe is worth its cost only once the origin has something to do.</summary>
    private int PlaceViewer(int origin)
    {
        var least = LeastLoaded();
        return isFit(least) && loads[origin] - loads[least] > spreadAfter ? least : origin;
    }

    private void Add(object id, int worker, RouterId router, object? owner, object? source)
    {
        entries[id] = new Entry(worker, router);
        loads[worker]++;
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
        loads[entry.Worker]--;
        foreach (var child in entry.Children)
            RemoveWithChildren(child);
    }

    /// <summary>Children that closed before their parent stay listed until it falls; removing them again does nothing.</summary>
    private sealed record Entry(int Worker, RouterId Router)
    {
        public HashSet<object> Children { get; } = [];
    }
}
