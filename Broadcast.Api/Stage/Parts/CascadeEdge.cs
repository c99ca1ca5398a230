using Broadcast.Api.Data;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>One edge of a webinar: its router, the pipe to it from the origin, and what goes over. For a grain's thread.</summary>
internal sealed class CascadeEdge
{
    /// <summary>A node that takes longer is as good as lost: everybody waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly NotificationKind[] Heard = [NotificationKind.ConsumerLayers];

    private readonly StageNode originNode;
    private readonly StageNode node;
    private readonly Func<IEnumerable<(ProducerId Producer, bool Paused)>> wanted;
    private readonly TimeProvider time;
    private readonly Reconciliation reconciliation;
    private readonly Dictionary<ProducerId, Carried> carried = [];
    private TransportId originEnd = NewEnd();
    private TransportId edgeEnd = NewEnd();
    private DateTimeOffset keyedAt;
    private bool hasRouter;
    private bool isClosed;

    /// <summary>The origin that the pipe leads to; null while there is none.</summary>
    private StagePlace? joined;

    /// <param name="place">Where the media goes.</param>
    /// <param name="grains">The way to both nodes.</param>
    /// <param name="time">When keys are renewed, and when somebody was last known to watch.</param>
    /// <param name="wanted">What it has to carry now.</param>
    /// <param name="failed">Is told when that could not be done.</param>
    public CascadeEdge(
        StagePlace place, IGrainFactory grains, TimeProvider time,
        Func<IEnumerable<(ProducerId Producer, bool Paused)>> wanted, Action<CascadeEdge, Exception> failed)
    {
        this.wanted = wanted;
        this.time = time;
        LastWatched = time.GetUtcNow();
        Place = place;
        originNode = new StageNode(grains);
        node = new StageNode(grains, place.Node);
        reconciliation = new Reconciliation(PassAsync, failure =>
        {
            if (!isClosed)
                failed(this, failure);
        });
    }

    public StagePlace Place { get; }

    /// <summary>Where the media comes from; null before the first pass.</summary>
    public StagePlace? Origin { get; private set; }

    /// <summary>The router is there, and the pipe to it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>When somebody was last known to watch there.</summary>
    public DateTimeOffset LastWatched { get; set; }

    /// <summary>Whether that is of the edge itself, not of one of its viewers.</summary>
    public bool IsAbout(WorkerNotification notification) => notification switch
    {
        TransportClosed closed => closed.Transport == originEnd || closed.Transport == edgeEnd,
        ProducerClosed closed => closed.Router == Place.Router && carried.ContainsKey(closed.Producer),
        // What the edge hears of its origin is not of the edge.
        PipeStateChanged changed => changed.Transport == originEnd,
        _ => notification.Router == Place.Router,
    };

    /// <summary>Whether that is its end of the pipe, by which it hears of the origin.</summary>
    public bool Hears(TransportId transport) => transport == edgeEnd;

    /// <summary>Completes when it carries what is wanted now, or has failed.</summary>
    /// <param name="origin">Where that comes from now.</param>
    public Task SettleAsync(StagePlace origin)
    {
        (Origin, originNode.Id) = (origin, origin.Node);
        return reconciliation.RunAsync();
    }

    public StoredEdge ToStored() => new(Place, originEnd, edgeEnd);

    /// <summary>Goes on with what both nodes still carry.</summary>
    /// <param name="origin">Where it was joined to.</param>
    /// <param name="found">What the origin carries.</param>
    /// <returns>False if the edge is gone, or nothing is heard of it.</returns>
    public async Task<bool> TryRestoreAsync(StagePlace origin, StoredEdge stored, RouterDump found)
    {
        (originEnd, edgeEnd) = (stored.OriginEnd, stored.EdgeEnd);
        (Origin, originNode.Id, joined) = (origin, origin.Node, origin);
        var there = await node.FindAsync<RouterDump>(new DumpRouter(Place.Router), time);
        var pipe = there is null ? null : await originNode.FindAsync<TransportContents>(new DumpTransport(originEnd), time);
        if (there is null || pipe is null)
            return false;
        foreach (var producer in there.Producers)
        {
            if (found.Producers.Any(each => each.Producer == producer.Producer) && pipe.Consumers.FirstOrDefault(each => each.Producer == producer.Producer) is { } over)
                carried[producer.Producer] = new Carried(over.Consumer) { IsPaused = producer.Paused };
        }
        return IsOpen = hasRouter = true;
    }

    /// <summary>Closes what can be reached; the rest closes when its node finds nobody there any more.</summary>
    public async Task CloseAsync()
    {
        isClosed = true;
        IsOpen = false;
        await Task.WhenAll(TryAskAsync(node, new CloseRouter(Place.Router)), TryAskAsync(originNode, new CloseTransport(originEnd)));
    }

    private async Task PassAsync()
    {
        if (isClosed)
            return;
        var origin = Origin!;
        if (!hasRouter)
            await AskAsync<RouterCreated>(node, new CreateRouter(Place.Router, Notifications: Heard));
        hasRouter = true;
        if (joined != origin)
            await JoinAsync(origin);
        else if (time.GetUtcNow() - keyedAt >= StageLimits.PipeKeyLife)
            await RenewKeysAsync();
        var now = wanted().ToList();
        foreach (var gone in carried.Keys.Except(now.Select(each => each.Producer)).ToList())
            await RemoveAsync(gone);
        foreach (var (producer, paused) in now)
            await CarryAsync(producer, paused);
        IsOpen = !isClosed;
    }

    /// <summary>By a pipe of its own: what came by another one is not sent any more.</summary>
    private async Task JoinAsync(StagePlace origin)
    {
        var before = joined is null ? (TransportId?)null : edgeEnd;
        carried.Clear();
        (joined, originEnd, edgeEnd) = (null, NewEnd(), NewEnd());
        if (before is { } pipe)
            await AskAsync<Accepted>(node, new CloseTransport(pipe));
        var there = await AskAsync<PipeTransportCreated>(node, new CreatePipeTransport(Place.Router, edgeEnd, Network: true));
        var here = await AskAsync<PipeTransportCreated>(originNode, new CreatePipeTransport(origin.Router, originEnd, Network: true));
        await AskAsync<Accepted>(node, new ConnectPipeTransport(edgeEnd, originEnd, here.Address));
        await AskAsync<Accepted>(originNode, new ConnectPipeTransport(originEnd, edgeEnd, there.Address));
        (joined, keyedAt) = (origin, time.GetUtcNow());
    }

    /// <summary>Each end takes both keys until the other end sends with the new one.</summary>
    private async Task RenewKeysAsync()
    {
        var there = await AskAsync<PipeTransportCreated>(node, new RenewPipeKey(edgeEnd));
        await AskAsync<Accepted>(originNode, new ConnectPipeTransport(originEnd, edgeEnd, there.Address));
        var here = await AskAsync<PipeTransportCreated>(originNode, new RenewPipeKey(originEnd));
        await AskAsync<Accepted>(node, new ConnectPipeTransport(edgeEnd, originEnd, here.Address));
        keyedAt = time.GetUtcNow();
    }

    private async Task CarryAsync(ProducerId producer, bool paused)
    {
        if (!carried.TryGetValue(producer, out var known))
        {
            // Paused until the other end can take it: a packet that comes too early would be lost there.
            var consumer = new ConsumerId($"pipe-{NewId.Create()}");
            if (await TryConsumeAsync(consumer, producer) is not { } created)
                return;
            carried.Add(producer, known = new Carried(consumer) { IsPaused = paused });
            await AskAsync<ProducerCreated>(node, new Produce(edgeEnd, producer, created.Kind, created.RtpParameters, paused));
            await AskAsync<Accepted>(originNode, new ResumeConsumer(consumer));
        }
        if (known.IsPaused == paused)
            return;
        known.IsPaused = paused;
        await AskAsync<Accepted>(node, paused ? new PauseProducer(producer) : new ResumeProducer(producer));
    }

    /// <returns>Null if the producer has gone meanwhile.</returns>
    private async Task<ConsumerCreated?> TryConsumeAsync(ConsumerId consumer, ProducerId producer)
    {
        try
        {
            return await AskAsync<ConsumerCreated>(originNode, new Consume(originEnd, consumer, producer, RtpCapabilities: null, Paused: true));
        }
        catch (StageException gone) when (gone.Code == StageErrorCode.NotFound && wanted().All(each => each.Producer != producer))
        {
            return null;
        }
    }

    private async Task RemoveAsync(ProducerId producer)
    {
        carried.Remove(producer, out var known);
        await AskAsync<Accepted>(node, new CloseProducer(producer));
        // The origin closed it with the producer, unless this was a stand-in that is still there.
        await AskAsync<Accepted>(originNode, new CloseConsumer(known!.Consumer));
    }

    private static async Task<TResponse> AskAsync<TResponse>(StageNode asked, WorkerRequest request) where TResponse : ControlResponse =>
        await asked.AskAsync<TResponse>(request).WaitAsync(Patience);

    private static async Task TryAskAsync(StageNode asked, WorkerRequest request)
    {
        try
        {
            await AskAsync<Accepted>(asked, request);
        }
        catch (Exception failure) when (failure is StageException or TimeoutException)
        {
        }
    }

    private static TransportId NewEnd() => new($"pipe-{NewId.Create()}");

    private sealed record Carried(ConsumerId Consumer)
    {
        public bool IsPaused { get; set; }
    }
}
