using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>Where the webinar is carried, for its organizer: asked of the media nodes when somebody looks.</summary>
internal sealed class TreePart(StageBoard board, CascadePart cascade, IGrainFactory grains, StageServices services) : IStagePart
{
    /// <summary>Of two who look within so short a time the second sees the rate that the first saw.</summary>
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TransportId, Sent> sent = [];

    public async Task<WebinarTree> DescribeAsync()
    {
        if (board.Snapshot.Router is not { } origin)
            return new WebinarTree(Origin: null, []);
        var nodes = (await grains.GetGrain<INodeDirectoryGrain>(0).CheckAsync()).Nodes.ToDictionary(each => each.Node);
        var edges = cascade.ToStored();
        foreach (var gone in sent.Keys.Except(edges.Select(edge => edge.SourceEnd)).ToList())
            sent.Remove(gone);
        return new WebinarTree(
            await PlaceAsync(origin.Place, nodes),
            await Task.WhenAll(edges.Select(async edge => new TreeEdge(
                await PlaceAsync(edge.Place, nodes), edge.Source!.Node, await LinkAsync(edge.Source.Node, edge.SourceEnd)))));
    }

    private async Task<TreePlace> PlaceAsync(StagePlace place, Dictionary<NodeId, NodeLoad> nodes)
    {
        var node = nodes.GetValueOrDefault(place.Node);
        var stats = await TryAskAsync<RouterStats>(place.Node, new GetRouterStats(place.Router, HealthFindings.LossOfTrouble));
        return new TreePlace(place.Node, node?.Region, stats?.Receivers ?? 0, node?.IsWell == true && stats is not null, node?.LeavesAt is not null);
    }

    private async Task<TreeLink> LinkAsync(NodeId source, TransportId end) => await TryAskAsync<TransportStats>(source, new GetTransportStats(end)) is { } stats
        ? new TreeLink(RateOf(end, stats.BytesSent), stats.RoundTripTimeMs, stats.OutgoingLoss, stats.Alive)
        : new TreeLink(BitsPerSecond: 0, RoundTripMs: null, Loss: null, Alive: null);

    private long RateOf(TransportId end, long bytes)
    {
        var now = services.Time.GetUtcNow();
        var before = sent.GetValueOrDefault(end);
        if (before is not null && now - before.At < ShortestSpan)
            return before.BitsPerSecond;
        var rate = before is null ? 0 : (long)(Math.Max(0, bytes - before.Bytes) * 8 / (now - before.At).TotalSeconds);
        sent[end] = new Sent(now, bytes, rate);
        return rate;
    }

    /// <returns>Null if the node does not say.</returns>
    private async Task<TResponse?> TryAskAsync<TResponse>(NodeId node, WorkerRequest request) where TResponse : ControlResponse
    {
        try
        {
            return await new StageNode(grains, node).AskAsync<TResponse>(request);
        }
        catch (StageException)
        {
            return null;
        }
    }

    private sealed record Sent(DateTimeOffset At, long Bytes, long BitsPerSecond);
}
