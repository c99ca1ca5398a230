using Broadcast.Api.Nodes;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>A router of a webinar: its origin's, or an edge's.</summary>
internal sealed record StagePlace(NodeId Node, RouterId Router);
