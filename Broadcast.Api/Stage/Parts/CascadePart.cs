using System.Collections.Immutable;
using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// The webinar's edges: routers on further media nodes, for those who watch. One is opened when the first viewer is placed there, carries
/// all that is on the stage, and is closed when nobody has been there for a while. The origin feeds so many; further ones are fed by those,
/// which relay (<see cref="EdgeSources"/>). One that fails is given up at once: its viewers are placed anew, and edges behind it are fed by
/// another one. When the origin is lost the edges stay, and are joined to the next one.
/// </summary>
internal sealed partial class CascadePart(StageBoard board, RouterPart router, ProducersPart producers, IGrainFactory grains, StageServices services)
    : IStagePart
{
    private readonly Dictionary<NodeId, CascadeEdge> edges = [];
    private readonly Dictionary<AudienceId, ImmutableArray<NodeId>> watched = [];
    private readonly AbandonedRouters abandoned = new(grains);

    public IReadOnlyList<StoredEdge> ToStored() => [.. edges.Values.Where(each => each.IsOpen).Select(each => each.ToStored())];

    /// <summary>Goes on with the edges that there were; one that is not there any more is noticed by its first pass.</summary>
    public async Task RestoreAsync(StageRouter origin, IReadOnlyList<StoredEdge> stored, RouterDump found)
    {
        var known = stored.Select(each => each with { Source = each.Source ?? origin.Place }).ToLookup(each => each.Source == origin.Place);
        await RestoreAsync(known[true], origin.Place, found);
        await RestoreAsync(known[false], origin.Place, found);
    }

    /// <summary>Makes a node an edge, if it is none.</summary>
    /// <returns>Where viewers find all that is on the stage.</returns>
    /// <exception cref="StageException">There is no media now, or the node does not take it.</exception>
    public async Task<StagePlace> ReachAsync(NodeId node)
    {
        var origin = board.Snapshot.Router ?? throw new StageException(StageErrorCode.Conflict, "The webinar has ended or was reset; join again.");
        if (origin.Node == node)
            return origin.Place;
        if (!edges.ContainsKey(node) && await grains.GetGrain<IMediaNodeGrain>(node.Value).LeavesAtAsync() is not null)
            throw new StageException(StageErrorCode.MediaUnavailable, "The media node is taken out of service.");
        if (!edges.TryGetValue(node, out var edge))
        {
            edges.Add(node, edge = NewEdge(new StagePlace(node, new RouterId($"{board.Id}.{NewId.Create()}"))));
            edge.Relay = ChooseRelay(edge);
        }
        edge.LastWatched = services.Time.GetUtcNow();
        if (!edge.IsOpen)
        {
            await SettleAsync(edge);
            await AnnounceAsync(edge);
        }
        return edge.Place;
    }

    /// <summary>Takes note of where the people of an audience watch.</summary>
    public void Watch(AudienceId audience, ImmutableArray<NodeId> nodes) => watched[audience] = nodes;

    /// <summary>Whether somebody watches on a node, or other edges are fed from there.</summary>
    public bool IsNeeded(NodeId node) => watched.Values.Any(each => each.Contains(node)) || edges.Values.Any(each => each.Relay?.Place.Node == node);

    /// <summary>Closes the edge on a node, if there is one; whoever still watches there is placed anew, and what is behind it is fed by another one.</summary>
    /// <param name="reason">In words.</param>
    public Task CloseAsync(NodeId node, string reason) => edges.TryGetValue(node, out var edge) ? GiveUpAsync(edge, reason) : Task.CompletedTask;

    /// <summary>Completes when every edge carries what is on the stage, or was given up.</summary>
    public async Task SettleAsync()
    {
        if (board.Snapshot.Router is not { } origin)
            return;
        // A node has each producer once.
        if (edges.TryGetValue(origin.Node, out var same))
            await GiveUpAsync(same, "The webinar begins on this media node now.");
        foreach (var edge in edges.Values.Where(each => each.Relay is { } relay && board.Snapshot.IsLeaving(relay.Place.Node)))
            edge.Relay = ChooseRelay(edge);
        await Task.WhenAll(edges.Values.ToList().Select(SettleAsync));
    }

    public async Task OnBeatAsync()
    {
        await abandoned.OnBeatAsync();
        var now = services.Time.GetUtcNow();
        foreach (var edge in edges.Values.ToList())
        {
            if (IsNeeded(edge.Place.Node))
                edge.LastWatched = now;
            if (now - edge.LastWatched >= StageLimits.EdgeHold)
                await GiveUpAsync(edge, reason: null);
            else if (await grains.GetGrain<IMediaNodeGrain>(edge.Place.Node.Value).HasAsync(edge.Place.Router) == false && edge.IsOpen)
                await GiveUpAsync(edge, "The media node was started anew.");
        }
        await SettleAsync();
    }

    public Task OnNotificationAsync(WorkerNotification notification)
    {
        if (notification is PipeStateChanged { Alive: false } silent && edges.Values.FirstOrDefault(each => each.Hears(silent.Transport)) is { } deaf)
            return SuspectSourceAsync(deaf);
        var reason = notification switch
        {
            RouterLost gone => gone.Reason,
            ProducerClosed => "It carries not all that is on the stage any more.",
            TransportClosed closed => closed.Reason,
            PipeStateChanged { Alive: false } => "Nothing comes from the media node any more.",
            _ => null,
        };
        return reason is not null && edges.Values.FirstOrDefault(each => each.IsAbout(notification)) is { } edge
            ? GiveUpAsync(edge, reason)
            : Task.CompletedTask;
    }

    public void OnMediaLost(string? reason)
    {
        if (reason is not null)
            return;
        foreach (var edge in edges.Values)
            _ = edge.CloseAsync();
        edges.Clear();
    }

    public void OnAudienceLost(AudienceId audience) => watched.Remove(audience);

    private CascadeEdge NewEdge(StagePlace place) =>
        new(place, grains, services.Time, WantedOn, (edge, failure) => _ = OnFailedAsync(edge, failure));

    /// <summary>What an edge has to carry: what is on the stage, and what stands in for it; behind a relay, as far as that has it.</summary>
    private IEnumerable<(ProducerId Producer, bool Paused)> WantedOn(CascadeEdge edge) =>
        from shown in producers.OnStage
        from id in shown.Carried()
        where edge.Relay is null || edge.Relay.Carries(id)
        select (id, shown.Paused);

    /// <returns>The edge that is to feed this one; null for the origin.</returns>
    private CascadeEdge? ChooseRelay(CascadeEdge edge)
    {
        var fedByOrigin = edges.Values.Where(each => each.Relay is null && each != edge).Select(each => new FedEdge(
            each.Place.Node, services.Nodes.RegionOf(each.Place.Node), edges.Values.Count(other => other.Relay == each), !board.Snapshot.IsLeaving(each.Place.Node)));
        return EdgeSources.Choose(services.Nodes.RegionOf(edge.Place.Node), [.. fedByOrigin], services.Placement.Value.EdgesPerNode) is { } node ? edges[node] : null;
    }

    /// <returns>Null while there is no origin.</returns>
    private StagePlace? SourceOf(CascadeEdge edge) => edge.Relay is { } relay ? relay.Place : board.Snapshot.Router?.Place;

    /// <summary>A relay has to carry first what others are to have from it.</summary>
    private async Task SettleAsync(CascadeEdge edge)
    {
        if (edge.Relay is { } relay)
            await SettleAsync(relay);
        if (edges.GetValueOrDefault(edge.Place.Node) == edge && SourceOf(edge) is { } source)
            await edge.SettleAsync(source);
    }

    private async Task RestoreAsync(IEnumerable<StoredEdge> stored, StagePlace origin, RouterDump found)
    {
        var restored = await Task.WhenAll(stored.Select(async each =>
        {
            var edge = NewEdge(each.Place);
            edge.Relay = edges.Values.FirstOrDefault(other => other.Place == each.Source);
            var isSourceLost = each.Source != origin && edge.Relay is null;
            return (Edge: edge, IsThere: await edge.TryRestoreAsync(each.Source!, isSourceLost, each, found), isSourceLost);
        }));
        foreach (var (edge, _, isSourceLost) in restored.Where(each => each.IsThere))
        {
            if (isSourceLost)
                edge.Relay = ChooseRelay(edge);
            edges.Add(edge.Place.Node, edge);
            board.Fill(new EdgeOpened(edge.Place));
        }
        foreach (var (edge, _, _) in restored.Where(each => !each.IsThere))
            abandoned.Add(edge.Place);
    }

    /// <summary>Those who wait for an edge share its first pass, and one of them tells everybody.</summary>
    /// <exception cref="StageException">It could not be opened.</exception>
    private Task AnnounceAsync(CascadeEdge edge)
    {
        if (!edge.IsOpen || edges.GetValueOrDefault(edge.Place.Node) != edge)
            throw new StageException(StageErrorCode.MediaUnavailable, "The media node does not take this webinar.");
        return board.Snapshot.Edges.Contains(edge.Place) ? Task.CompletedTask : board.PublishAsync(new EdgeOpened(edge.Place));
    }

    /// <summary>An edge hears nothing of its source, or could not be joined to it: if that one's node is not well either, it is lost.</summary>
    private async Task SuspectSourceAsync(CascadeEdge edge)
    {
        if (edge.Relay is not { } relay)
            await router.SuspectAsync();
        else if (!(await grains.GetGrain<IMediaNodeGrain>(relay.Place.Node.Value).LoadAsync()).IsWell)
            await GiveUpAsync(relay, "The media node is out of reach.");
    }

    /// <summary>It may be its source that has failed.</summary>
    private async Task OnFailedAsync(CascadeEdge edge, Exception failure)
    {
        LogFailed(services.Logger, board.Id, edge.Place.Node, failure);
        var source = edge.Source;
        if (SourceOf(edge) == source)
            await SuspectSourceAsync(edge);
        if (SourceOf(edge) == source)
            await GiveUpAsync(edge, "The media node does not answer.");
    }

    /// <param name="reason">In words; null if nobody watches there.</param>
    private async Task GiveUpAsync(CascadeEdge edge, string? reason)
    {
        if (edges.GetValueOrDefault(edge.Place.Node) != edge)
            return;
        edges.Remove(edge.Place.Node);
        if (reason is not null)
            LogGivenUp(services.Logger, board.Id, edge.Place.Node, reason);
        abandoned.Add(edge.Place);
        _ = edge.CloseAsync();
        var behind = edges.Values.Where(each => each.Relay == edge).ToList();
        foreach (var left in behind)
            left.Relay = ChooseRelay(left);
        await Task.WhenAll([board.PublishAsync(new EdgeClosed(edge.Place, reason)), .. behind.Select(SettleAsync)]);
    }

    [LoggerMessage(LogLevel.Warning, "Webinar {Webinar} gives up its edge on media node {Node}: {Reason}")]
    private static partial void LogGivenUp(ILogger logger, WebinarId webinar, NodeId node, string reason);

    [LoggerMessage(LogLevel.Warning, "Webinar {Webinar}: what is on the stage could not be brought to media node {Node}")]
    private static partial void LogFailed(ILogger logger, WebinarId webinar, NodeId node, Exception failure);
}
