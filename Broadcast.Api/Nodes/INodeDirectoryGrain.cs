namespace Broadcast.Api.Nodes;

/// <summary>Knows the media nodes and chooses one for each router. There is one directory; its key is 0.</summary>
internal interface INodeDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>The node for a new router: of those that are well, the one with the fewest.</summary>
    Task<NodeId> PlaceAsync();

    /// <summary>What is wrong with which node, in sentences; empty when all is well.</summary>
    Task<NodeAilments> CheckAsync();
}

/// <param name="Sentences">For whoever runs the machines.</param>
internal sealed record NodeAilments(IReadOnlyList<string> Sentences);
