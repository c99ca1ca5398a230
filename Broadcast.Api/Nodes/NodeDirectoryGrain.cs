using Orleans.Concurrency;

namespace Broadcast.Api.Nodes;

/// <inheritdoc cref="INodeDirectoryGrain"/>
[Reentrant]
internal sealed class NodeDirectoryGrain(NodeConnector connector) : Grain, INodeDirectoryGrain
{
    public async Task<NodeId> PlaceAsync(params NodeId[] avoided) => connector.Nodes is [var only]
        ? only
        : (await LoadsAsync()).MinBy(load => (!load.IsWell, !load.IsOpen, !load.Records, avoided.Contains(load.Node), load.Routers))!.Node;

    public async Task<NodeStates> CheckAsync() => new(await LoadsAsync());

    private Task<NodeLoad[]> LoadsAsync() =>
        Task.WhenAll(connector.Nodes.Select(node => GrainFactory.GetGrain<IMediaNodeGrain>(node.Value).LoadAsync()));
}
