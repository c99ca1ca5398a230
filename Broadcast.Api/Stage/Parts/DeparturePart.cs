using Broadcast.Api.Nodes;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// Takes the webinar off media nodes that leave. Everybody is told where nobody is to watch any more, each audience moves its viewers at its
/// own pace, edges that are fed from there are fed by another one, and an edge is closed when nobody is left there, or the node's time is
/// over. The origin goes last, with its presenters.
/// </summary>
internal sealed class DeparturePart(StageBoard board, RouterPart router, CascadePart cascade, IGrainFactory grains, StageServices services) : IStagePart
{
    private const string Reason = "The media node is taken out of service.";

    /// <summary>When a node that leaves was last needed.</summary>
    private readonly Dictionary<NodeId, DateTimeOffset> neededAt = [];

    public async Task OnBeatAsync()
    {
        var leaving = await FindAsync();
        foreach (var stays in neededAt.Keys.Where(node => leaving.All(each => each.Node != node)).ToList())
            neededAt.Remove(stays);
        if (!leaving.SequenceEqual(board.Snapshot.Leaving))
            await board.PublishAsync(new NodesLeaving([.. leaving]));
        foreach (var node in leaving.Where(node => IsOver(node) && board.Snapshot.Router?.Node != node.Node))
            await cascade.CloseAsync(node.Node, Reason);
        if (leaving.FirstOrDefault(node => node.Node == board.Snapshot.Router?.Node) is { } origin && IsOver(origin) && await HasElsewhereAsync(origin))
            await router.LeaveAsync(Reason);
    }

    private async Task<List<LeavingNode>> FindAsync()
    {
        var leaving = new List<LeavingNode>();
        foreach (var place in board.Snapshot.Places.ToList())
        {
            if (await grains.GetGrain<IMediaNodeGrain>(place.Node.Value).LeavesAtAsync() is { } until)
                leaving.Add(new LeavingNode(place.Node, until));
        }
        return leaving;
    }

    /// <summary>Nobody has watched there, and nothing was fed from there, for a while, or there is no time left.</summary>
    private bool IsOver(LeavingNode node)
    {
        var now = services.Time.GetUtcNow();
        if (cascade.IsNeeded(node.Node) || !neededAt.ContainsKey(node.Node))
            neededAt[node.Node] = now;
        return now >= node.Until || now - neededAt[node.Node] >= StageLimits.LeavingHold;
    }

    /// <summary>Presenters wait for edges on nodes that leave, too, and for a node that takes them.</summary>
    private async Task<bool> HasElsewhereAsync(LeavingNode origin) =>
        (services.Time.GetUtcNow() >= origin.Until || !board.Snapshot.Edges.Any(edge => board.Snapshot.IsLeaving(edge.Node)))
        && (await grains.GetGrain<INodeDirectoryGrain>(0).CheckAsync()).Nodes.Any(node => node.IsOpen);
}
