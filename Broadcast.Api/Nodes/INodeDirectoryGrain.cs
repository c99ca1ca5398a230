namespace Broadcast.Api.Nodes;

/// <summary>Knows the media nodes and chooses one for each router. There is one directory; its key is 0.</summary>
internal interface INodeDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>The node for a new router: of those that are well, of these that stay, and of these that record, the one with the fewest.</summary>
    /// <param name="avoided">If there is another one as good.</param>
    Task<NodeId> PlaceAsync(params NodeId[] avoided);

    Task<NodeStates> CheckAsync();
}

/// <summary>How all media nodes are.</summary>
internal sealed record NodeStates(IReadOnlyList<NodeLoad> Nodes)
{
    /// <summary>Whether a new webinar finds a node: one that is well and stays, and records if any does.</summary>
    public bool CanOpen => Nodes.Any(node => node.IsOpen && (node.Records || Nodes.All(other => !other.Records)));

    /// <summary>What is wrong, in sentences; empty when all is well.</summary>
    public IEnumerable<string> Ailments => Nodes.SelectMany(node => node.Ailments);
}
