namespace Broadcast.Api.Nodes;

/// <summary>A media node that is to be emptied, and until when.</summary>
internal sealed record LeavingNode(NodeId Node, DateTimeOffset Until);
