namespace Broadcast.Bench.Tree;

/// <summary>A webinar's tree of media nodes, and what happens to it.</summary>
/// <param name="Edges">That the origin feeds, each in a region of its own.</param>
/// <param name="Behind">Further edges that each of those feeds, in the same region; 0 for one level.</param>
/// <param name="Viewers">Of each edge.</param>
/// <param name="Seconds">That are simulated.</param>
/// <param name="Joins">Further viewers, who come within a minute, halfway through.</param>
/// <param name="FailingPerHour">Share of the nodes that are lost in an hour, each at a random moment; the origin is lost once, at three quarters.</param>
internal sealed record TreeShape(int Edges, int Behind, int Viewers, double Seconds, int Joins, double FailingPerHour)
{
    public int AllEdges => Edges * (1 + Behind);

    public long AllViewers => (long)AllEdges * Viewers;

    /// <summary>Edges that one node feeds, as it would be set.</summary>
    public int EdgesPerNode => Math.Max(Edges, Behind);
}
