using Broadcast.Api.Data;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// One edge of a webinar: its router, the pipe to it from the origin or from a relay, and what goes over. When it is fed by another one than
/// before, what it carries goes over to the new pipe, and whoever watches there stays. For a grain's thread.
/// </summary>
internal sealed class CascadeEdge
{
    /// <summary>A node that takes longer is as good as lost: everybody waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly NotificationKind[] Heard = [NotificationKind.ConsumerLayers];

    private readonly IGrainFactory grains;
    private readonly StageNode node;
    private readonly Func<CascadeEdge, IEnumerable<(ProducerId Producer, bool Paused)>> wanted;
    private readonly TimeProvider time;
    private readonly Reconciliation reconciliation;
    private readonly Dictionary<ProducerId, Carried> carried = [];

    /// <summary>By which it was fed before, until nothing comes by them any more.</summary>
    private readonly List<Pipe> former = [];

    /// <summary>By which it is fed; null while there is none.</summary>
    private Pipe? pipe;

    /// <summary>From where it is to be fed.</summary>
    private StagePlace? wantedSource;
    private DateTimeOffset keyedAt;
    private bool hasRouter;
    private bool isClosed;

    /// <param name="place">Where the media goes.</param>
    /// <param name="grains">The way to the nodes.</param>
    /// <param name="time">When keys are renewed, and when somebody was last known to watch.</param>
    /// <param name="wanted">What it has to carry now.</param>
    /// <param name="failed">Is told when that could not be done.</param>
    public CascadeEdge(
        StagePlace place, IGrainFactory grains, TimeProvider time,
        Func<CascadeEdge, IEnumerable<(ProducerId Producer, bool Paused)>> wanted, Action<CascadeEdge, Exception> failed)
    {
        this.grains = grains;
        this.wanted = wanted;
        this.time = time;
        LastWatched = time.GetUtcNow();
        Place = place;
        node = new StageNode(grains, place.Node);
        reconciliation = new Reconciliation(PassAsync, failure =>
        {
            if (!isClosed)
                failed(this, failure);
        });
    }

    public StagePlace Place { get; }

    /// <summary>The edge that is to feed it; null for the origin.</summary>
    public CascadeEdge? Relay { get; set; }

    /// <summary>From where the last pass had the media come; null before the first.</summary>
    public StagePlace? Source { get; private set; }

    /// <summary>The router is there, and a pipe to it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>When somebody was last known to watch there, or to be fed from there.</summary>
    public DateTimeOffset LastWatched { get; set; }

    /// <summary>Whether others can have this producer from it.</summary>
    public bool Carries(ProducerId producer) => carried.ContainsKey(producer);

    /// <summary>Whether that is of the edge itself, not of one of its viewers.</summary>
    public bool IsAbout(WorkerNotification notification) => notification switch
    {
        TransportClosed closed => closed.Transport == pipe?.SourceEnd || closed.Transport == pipe?.EdgeEnd,
        ProducerClosed closed => closed.Router == Place.Router && carried.ContainsKey(closed.Producer),
        // What the edge hears of its source is not of the edge.
        PipeStateChanged changed => changed.Transport == pipe?.SourceEnd,
        _ => notification.Router == Place.Router,
    };

    /// <summary>Whether that is its end of the pipe, by which it hears of its source.</summary>
    public bool Hears(TransportId transport) => transport == pipe?.EdgeEnd;

    /// <summary>Completes when it carries what is wanted now, or has failed.</summary>
    /// <param name="source">Where that comes from now.</param>
    public Task SettleAsync(StagePlace source)
    {
        wantedSource = source;
        return reconciliation.RunAsync();
    }

    /// <remarks>Of one that is open.</remarks>
    public StoredEdge ToStored() => StoredBy(pipe ?? former[^1]);

    /// <summary>Goes on with what both nodes still carry.</summary>
    /// <param name="source">Where it was fed from.</param>
    /// <param name="isSourceLost">It is there no more: what the edge carries is to come another way.</param>
    /// <param name="found">What the origin carries.</param>
    /// <returns>False if the edge is gone, or nothing is heard of it.</returns>
    public async Task<bool> TryRestoreAsync(StagePlace source, bool isSourceLost, StoredEdge stored, RouterDump found)
    {
        var by = new Pipe(source, stored.SourceEnd, stored.EdgeEnd);
        var there = await node.FindAsync<RouterDump>(new DumpRouter(Place.Router), time);
        var sent = there is null || isSourceLost ? null : await NodeOf(by).FindAsync<TransportContents>(new DumpTransport(by.SourceEnd), time);
        if (there is null || sent is null && !isSourceLost)
            return false;
        if (isSourceLost)
            former.Add(by);
        else
            pipe = by;
        foreach (var producer in there.Producers.Where(each => found.Producers.Any(origin => origin.Producer == each.Producer)))
        {
            if (isSourceLost)
                carried[producer.Producer] = new Carried(by, default) { IsPaused = producer.Paused };
            else if (sent!.Consumers.FirstOrDefault(each => each.Producer == producer.Producer) is { } over)
                carried[producer.Producer] = new Carried(by, over.Consumer) { IsPaused = producer.Paused };
        }
        return IsOpen = hasRouter = true;
    }

    /// <summary>Closes what can be reached; the rest closes when its node finds nobody there any more.</summary>
    public async Task CloseAsync()
    {
        isClosed = true;
        IsOpen = false;
        await Task.WhenAll(TryAskAsync(node, new CloseRouter(Place.Router)), CloseAtSourceAsync(pipe));
    }

    private async Task PassAsync()
    {
        if (isClosed)
            return;
        var source = Source = wantedSource!;
        if (!hasRouter)
            await AskAsync<RouterCreated>(node, new CreateRouter(Place.Router, Notifications: Heard));
        hasRouter = true;
        if (pipe is null || pipe.Source != source)
            pipe = await JoinAsync(source);
        else if (time.GetUtcNow() - keyedAt >= StageLimits.PipeKeyLife)
            await RenewKeysAsync(pipe);
        var now = wanted(this).ToList();
        foreach (var gone in carried.Keys.Except(now.Select(each => each.Producer)).ToList())
            await RemoveAsync(gone);
        foreach (var (producer, paused) in now)
            await CarryAsync(pipe, producer, paused);
        await LeaveFormerAsync();
        IsOpen = !isClosed;
    }

    private async Task<Pipe> JoinAsync(StagePlace source)
    {
        if (pipe is not null)
            former.Add(pipe);
        pipe = null;
        var next = new Pipe(source, NewEnd(), NewEnd());
        var there = await AskAsync<PipeTransportCreated>(node, new CreatePipeTransport(Place.Router, next.EdgeEnd, Network: true));
        var here = await AskAsync<PipeTransportCreated>(NodeOf(next), new CreatePipeTransport(source.Router, next.SourceEnd, Network: true));
        await AskAsync<Accepted>(node, new ConnectPipeTransport(next.EdgeEnd, next.SourceEnd, here.Address));
        await AskAsync<Accepted>(NodeOf(next), new ConnectPipeTransport(next.SourceEnd, next.EdgeEnd, there.Address));
        keyedAt = time.GetUtcNow();
        return next;
    }

    /// <summary>Each end takes both keys until the other end sends with the new one.</summary>
    private async Task RenewKeysAsync(Pipe by)
    {
        var there = await AskAsync<PipeTransportCreated>(node, new RenewPipeKey(by.EdgeEnd));
        await AskAsync<Accepted>(NodeOf(by), new ConnectPipeTransport(by.SourceEnd, by.EdgeEnd, there.Address));
        var here = await AskAsync<PipeTransportCreated>(NodeOf(by), new RenewPipeKey(by.SourceEnd));
        await AskAsync<Accepted>(node, new ConnectPipeTransport(by.EdgeEnd, by.SourceEnd, here.Address));
        keyedAt = time.GetUtcNow();
    }

    private async Task CarryAsync(Pipe by, ProducerId producer, bool paused)
    {
        var known = carried.GetValueOrDefault(producer);
        if (known is null || known.By != by)
        {
            // Paused until the other end can take it: a packet that comes too early would be lost there.
            var consumer = new ConsumerId($"pipe-{NewId.Create()}");
            if (await TryConsumeAsync(by, consumer, producer) is not { } created)
                return;
            if (known is null)
                await AskAsync<ProducerCreated>(node, new Produce(by.EdgeEnd, producer, created.Kind, created.RtpParameters, paused));
            else
                await AskAsync<Accepted>(node, new MoveProducer(by.EdgeEnd, producer, created.RtpParameters));
            carried[producer] = known = new Carried(by, consumer) { IsPaused = known?.IsPaused ?? paused };
            await AskAsync<Accepted>(NodeOf(by), new ResumeConsumer(consumer));
        }
        if (known.IsPaused == paused)
            return;
        known.IsPaused = paused;
        await AskAsync<Accepted>(node, paused ? new PauseProducer(producer) : new ResumeProducer(producer));
    }

    /// <returns>Null if the producer has gone meanwhile.</returns>
    private async Task<ConsumerCreated?> TryConsumeAsync(Pipe by, ConsumerId consumer, ProducerId producer)
    {
        try
        {
            return await AskAsync<ConsumerCreated>(NodeOf(by), new Consume(by.SourceEnd, consumer, producer, RtpCapabilities: null, Paused: true));
        }
        catch (StageException gone) when (gone.Code == StageErrorCode.NotFound && wanted(this).All(each => each.Producer != producer))
        {
            return null;
        }
    }

    private async Task RemoveAsync(ProducerId producer)
    {
        carried.Remove(producer, out var known);
        await AskAsync<Accepted>(node, new CloseProducer(producer));
        // The source closed it with the producer, unless this was a stand-in that is still there. What came by a former pipe goes with that.
        if (known!.By == pipe)
            await AskAsync<Accepted>(NodeOf(known.By), new CloseConsumer(known.Consumer));
    }

    /// <summary>Nothing comes by them any more. Their sources may be out of reach.</summary>
    private async Task LeaveFormerAsync()
    {
        while (former.Count > 0)
        {
            var left = former[^1];
            await AskAsync<Accepted>(node, new CloseTransport(left.EdgeEnd));
            former.Remove(left);
            _ = CloseAtSourceAsync(left);
        }
    }

    private StoredEdge StoredBy(Pipe by) => new(Place, by.SourceEnd, by.EdgeEnd, by.Source);

    private StageNode NodeOf(Pipe by) => new(grains, by.Source.Node);

    private Task CloseAtSourceAsync(Pipe? by) => by is null ? Task.CompletedTask : TryAskAsync(NodeOf(by), new CloseTransport(by.SourceEnd));

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

    /// <param name="Source">Where the media comes from.</param>
    /// <param name="SourceEnd">There.</param>
    /// <param name="EdgeEnd">At the edge.</param>
    private sealed record Pipe(StagePlace Source, TransportId SourceEnd, TransportId EdgeEnd);

    /// <param name="By">The pipe by which it comes.</param>
    /// <param name="Consumer">At the pipe's source.</param>
    private sealed record Carried(Pipe By, ConsumerId Consumer)
    {
        public bool IsPaused { get; set; }
    }
}
