using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Orleans.Concurrency;

namespace Broadcast.Api.Nodes;

/// <inheritdoc cref="INodeDirectoryGrain"/>
[Reentrant]
internal sealed class NodeDirectoryGrain : Grain, INodeDirectoryGrain
{
    /// <summary>The node in this process.</summary>
    private static readonly NodeId Local = new("local");

    public Task<NodeId> PlaceAsync() => Task.FromResult(Local);

    public async Task<NodeAilments> CheckAsync() =>
        await GrainFactory.GetGrain<IMediaNodeGrain>(Local.Value).RequestAsync(new CheckNode()) switch
        {
            NodeChecked { Ailing: var ailing } => new([.. ailing.Select(one => $"Worker {one.Worker} {one.Ailment}.")]),
            _ => new(["The media node did not say how it is."]),
        };
}
