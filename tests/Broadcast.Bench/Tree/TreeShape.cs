namespace Broadcast.Bench.Tree;

/// <summary>A webinar's tree of media nodes, and what happens to it.</summary>
/// <param name="Edges">That the origin sends to.</param>
/// <param name="Relays">That each edge sends to; 0 for viewers on the edges themselves.</param>
/// <param name="Viewers">Of each node that viewers are on.</param>
/// <param name="Seconds">That are simulated.</param>
/// <param name="Joins">Further viewers, who come within a minute, halfway through.</param>
/// <param name="FailingPerHour">Share of the nodes that are lost in an hour, each at a random moment; the origin is lost once, at three quarters.</param>
internal sealed record TreeShape(int Edges, int Relays, int Viewers, double Seconds, int Joins, double FailingPerHour)
{
    public int Leaves => Relays == 0 ? Edges : Edges * Relays;

    public long AllViewers => (long)Leaves * Viewers;
}
