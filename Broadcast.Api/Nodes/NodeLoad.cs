namespace Broadcast.Api.Nodes;

/// <summary>How a media node is, for whoever places routers.</summary>
/// <param name="Ailments">What is wrong with it, in sentences; none when all is well.</param>
internal sealed record NodeLoad(NodeId Node, int Routers, IReadOnlyList<string> Ailments);
