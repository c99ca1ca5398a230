using System.Collections.Concurrent;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Hosting;

/// <summary>
/// Carries routers over several workers of a node. A worker that gets a viewer gets a router of the same id, joined to the origin by
/// a pipe; a producer goes over when somebody there first consumes it. Whoever speaks to the node sees one router.
/// </summary>
/// <param name="ask">Carries out a request on one worker.</param>
internal sealed class RouterSpread(Func<int, WorkerRequest, Task<ControlResponse>> ask)
{
    private readonly ConcurrentDictionary<RouterId, SpreadRouter> routers = [];

    /// <summary>Pipes, their consumers and piped copies of producers, by worker: nobody outside knows of them.</summary>
    private readonly ConcurrentDictionary<(int Worker, object Id), RouterId> own = [];

    /// <summary>Takes note of a router, once it is open.</summary>
    public void Add(CreateRouter request, int origin) => routers.TryAdd(request.Router, new SpreadRouter(request, origin));

    /// <summary>Makes sure that the router is there for a transport on a worker.</summary>
    public async Task<ControlError?> ReachAsync(RouterId router, int worker) =>
        routers.TryGetValue(router, out var spread) && spread.Origin != worker
            ? (await BranchAsync(spread, worker)).Refused
            : null;

    /// <summary>Makes sure that a producer can be consumed on a worker.</summary>
    public async Task<ControlError?> PipeAsync(RouterId router, ProducerId producer, int worker)
    {
        if (!routers.TryGetValue(router, out var spread) || spread.Origin == worker)
            return null;
        var (branch, refused) = await BranchAsync(spread, worker);
        refused ??= await branch.GetOrPipe(producer, () => PipeAsync(spread, branch, producer));
        if (refused is not null)
            Forget(branch, producer);
        return refused;
    }

    /// <summary>Repeats a request about a producer (pause, resume, close) wherever it was piped to.</summary>
    public async Task FollowAsync(RouterId router, ProducerId producer, WorkerRequest request)
    {
        if (!routers.TryGetValue(router, out var spread))
            return;
        foreach (var branch in spread.Branches)
        {
            if (branch.Find(producer) is not { } piped)
                continue;
            await piped;
            await ask(branch.Worker, request);
            if (request is CloseProducer)
                Forget(branch, producer);
        }
    }

    /// <summary>Closes a router's branches; its origin is closed, or dead.</summary>
    public async Task CloseAsync(RouterId router)
    {
        if (!routers.TryRemove(router, out var spread))
            return;
        foreach (var worker in spread.Workers)
            await ask(worker, new CloseRouter(router));
        foreach (var (id, owner) in own)
        {
            if (owner == router)
                own.TryRemove(id, out _);
        }
    }

    /// <summary>Lets go of the branches that a dead worker carried.</summary>
    public async Task RemoveWorkerAsync(int worker)
    {
        foreach (var spread in routers.Values)
        {
            if (spread.Take(worker) is { } branch)
                await ask(spread.Origin, new CloseTransport(branch.OriginEnd));
        }
        foreach (var (id, _) in own)
        {
            if (id.Worker == worker)
                own.TryRemove(id, out _);
        }
    }

    /// <summary>The dump of the whole router: what its branches carry, without the pipes.</summary>
    public async Task<RouterDump> GatherAsync(RouterDump origin)
    {
        if (!routers.TryGetValue(origin.Router, out var spread) || spread.Branches.Count == 0)
            return origin;
        var parts = new List<(int Worker, RouterDump Dump)> { (spread.Origin, origin) };
        foreach (var branch in spread.Branches)
        {
            if (await ask(branch.Worker, new DumpRouter(origin.Router)) is RouterDump dump)
                parts.Add((branch.Worker, dump));
        }
        return origin with
        {
            Transports = [.. parts.SelectMany(part => part.Dump.Transports.Where(each => !IsOwn(part.Worker, each.Transport)))],
            Producers = [.. parts.SelectMany(part => part.Dump.Producers.Where(each => !IsOwn(part.Worker, each.Producer)))],
            Consumers = [.. parts.SelectMany(part => part.Dump.Consumers.Where(each => !IsOwn(part.Worker, each.Consumer)))],
        };
    }

    /// <summary>The stats of the whole router: those of its origin and of its branches, added up.</summary>
    public async Task<RouterStats> AddUpAsync(RouterStats origin, GetRouterStats request)
    {
        var sum = origin;
        if (!routers.TryGetValue(origin.Router, out var spread))
            return sum;
        foreach (var branch in spread.Branches)
        {
            if (await ask(branch.Worker, request) is RouterStats part)
                sum = sum.With(part);
        }
        return sum;
    }

    /// <summary>Whether a notification is of something that nobody outside knows of.</summary>
    public bool IsOwn(int worker, WorkerNotification notification) => notification switch
    {
        TransportClosed closed => IsOwn(worker, closed.Transport),
        ProducerClosed closed => IsOwn(worker, closed.Producer),
        ConsumerClosed closed => IsOwn(worker, closed.Consumer),
        // Those who speak are heard on every worker that they were piped to.
        AudioLevels levels => routers.TryGetValue(levels.Router, out var spread) && spread.Origin != worker,
        _ => false,
    };

    /// <summary>Whether the router's owner has to know of it or has asked to be told.</summary>
    public bool IsWanted(WorkerNotification notification) => KindOf(notification) is not { } kind
        || routers.TryGetValue(notification.Router, out var spread) && spread.Request.Notifications?.Contains(kind) == true;

    /// <summary>A pipe closed by itself. Its branch goes with it, so that the viewers there learn of it and come again by another.</summary>
    public async Task OnPipeClosedAsync(TransportId pipe)
    {
        foreach (var spread in routers.Values)
        {
            foreach (var branch in spread.Branches.Where(branch => branch.OriginEnd == pipe || branch.BranchEnd == pipe))
                await CloseAsync(spread, branch);
        }
    }

    /// <returns>Null for what is always told.</returns>
    private static NotificationKind? KindOf(WorkerNotification notification) => notification switch
    {
        IceStateChanged or DtlsStateChanged => NotificationKind.TransportState,
        ConsumerClosed or ProducerPaused or ProducerResumed => NotificationKind.ConsumerState,
        AudioLevels => NotificationKind.AudioLevels,
        ConsumerLayersChanged => NotificationKind.ConsumerLayers,
        ProducerWantedLayers => NotificationKind.WantedLayers,
        _ => null,
    };

    private bool IsOwn(int worker, object id) => own.ContainsKey((worker, id));

    /// <summary>The branch on a worker, opened if there is none; one that could not be opened makes room for the next attempt.</summary>
    private async Task<(SpreadRouter.Branch Branch, ControlError? Refused)> BranchAsync(SpreadRouter spread, int worker)
    {
        var branch = spread.GetOrOpen(worker, opened => OpenAsync(spread, opened));
        var refused = await branch.Opened;
        if (refused is not null)
            await CloseAsync(spread, branch);
        return (branch, refused);
    }

    private async Task CloseAsync(SpreadRouter spread, SpreadRouter.Branch branch)
    {
        if (!spread.Take(branch))
            return;
        await ask(spread.Origin, new CloseTransport(branch.OriginEnd));
        await ask(branch.Worker, new CloseRouter(spread.Request.Router));
        own.TryRemove((spread.Origin, branch.OriginEnd), out _);
        own.TryRemove((branch.Worker, branch.BranchEnd), out _);
    }

    private async Task<ControlError?> OpenAsync(SpreadRouter spread, SpreadRouter.Branch branch)
    {
        var router = spread.Request.Router;
        own[(spread.Origin, branch.OriginEnd)] = own[(branch.Worker, branch.BranchEnd)] = router;
        return await RefusedAsync(branch.Worker, spread.Request)
            ?? await RefusedAsync(branch.Worker, new CreatePipeTransport(router, branch.BranchEnd))
            ?? await RefusedAsync(branch.Worker, new ConnectPipeTransport(branch.BranchEnd, branch.OriginEnd))
            ?? await RefusedAsync(spread.Origin, new CreatePipeTransport(router, branch.OriginEnd))
            ?? await RefusedAsync(spread.Origin, new ConnectPipeTransport(branch.OriginEnd, branch.BranchEnd));
    }

    private async Task<ControlError?> PipeAsync(SpreadRouter spread, SpreadRouter.Branch branch, ProducerId producer)
    {
        var router = spread.Request.Router;
        var consumer = new ConsumerId($"pipe-{Guid.NewGuid():N}");
        own[(spread.Origin, consumer)] = own[(branch.Worker, producer)] = router;
        // Paused until the other end can take it: a packet that comes too early would be lost there.
        var response = await ask(spread.Origin, new Consume(branch.OriginEnd, consumer, producer, RtpCapabilities: null, Paused: true));
        if (response is not ConsumerCreated created)
            return response as ControlError;
        return await RefusedAsync(branch.Worker, new Produce(branch.BranchEnd, producer, created.Kind, created.RtpParameters, created.ProducerPaused))
            ?? await RefusedAsync(spread.Origin, new ResumeConsumer(consumer));
    }

    private void Forget(SpreadRouter.Branch branch, ProducerId producer)
    {
        branch.Forget(producer);
        own.TryRemove((branch.Worker, producer), out _);
    }

    private async Task<ControlError?> RefusedAsync(int worker, WorkerRequest request) => await ask(worker, request) as ControlError;
}
