using Broadcast.Api.Nodes;

namespace Broadcast.Api.Stage;

/// <summary>The media nodes that carry a webinar, and what goes from one to the other.</summary>
/// <param name="Origin">Where its presenters and its recorder are; null while there is none.</param>
internal sealed record WebinarTree(TreePlace? Origin, IReadOnlyList<TreeEdge> Edges);

/// <param name="Region">As it is configured; null for none.</param>
/// <param name="Receivers">Browsers that receive the webinar there, presenters among them.</param>
/// <param name="Well">Whether the node answers and nothing is wrong with it.</param>
/// <param name="Leaving">Whether it is to be emptied.</param>
internal sealed record TreePlace(NodeId Node, string? Region, int Receivers, bool Well, bool Leaving);

/// <param name="Source">The node that feeds it: the origin's, or an edge's that relays.</param>
internal sealed record TreeEdge(TreePlace Place, NodeId Source, TreeLink Link);

/// <summary>What goes from its source to an edge.</summary>
/// <param name="BitsPerSecond">Since it was last asked for; 0 the first time.</param>
/// <param name="RoundTripMs">Null before it is known, as are the others.</param>
/// <param name="Loss">Share of packets that the edge misses before they are sent again: 0 to 1.</param>
/// <param name="Alive">Whether anything comes back from the edge.</param>
internal sealed record TreeLink(long BitsPerSecond, double? RoundTripMs, double? Loss, bool? Alive);
