using Broadcast.Api.Nodes;

namespace Broadcast.Api.Stage;

/// <summary>
/// Who feeds an edge: the origin while it has room, then an edge that the origin feeds, as a relay. So media crosses two hops at most, and
/// who takes the place of a relay that is lost can be one of those behind it.
/// </summary>
internal static class EdgeSources
{
    /// <param name="region">Of the edge; null for none.</param>
    /// <param name="fedByOrigin">All other edges that the origin feeds.</param>
    /// <param name="most">Edges that one node feeds. Those that leave are not counted.</param>
    /// <returns>The relay: of the edge's region if any there has room, with the fewest behind it. Null for the origin, which takes who finds no room anywhere.</returns>
    public static NodeId? Choose(string? region, IReadOnlyCollection<FedEdge> fedByOrigin, int most)
    {
        if (fedByOrigin.Count(each => each.Stays) < most)
            return null;
        var relays = fedByOrigin.Where(each => each.Stays && each.Feeds < most).ToList();
        return relays.Count == 0 ? null : relays.MinBy(each => (each.Region != region, each.Feeds)).Node;
    }
}

/// <summary>An edge that the origin feeds.</summary>
/// <param name="Region">As it is configured; null for none.</param>
/// <param name="Feeds">Edges behind it.</param>
/// <param name="Stays">Whether it is not to be emptied.</param>
internal readonly record struct FedEdge(NodeId Node, string? Region, int Feeds, bool Stays);
