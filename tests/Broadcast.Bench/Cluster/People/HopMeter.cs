using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.People;

/// <summary>
/// How much later each packet reaches a viewer on an edge than one at the origin, by the number that the presenter wrote into it. For the
/// thread of a swarm that has both.
/// </summary>
internal sealed class HopMeter
{
    private const long LongestUs = 10_000_000;

    private readonly long[] atOrigin = new long[65_536];
    private readonly long[] atEdge = new long[65_536];
    private readonly List<double> milliseconds = [];

    public IReadOnlyList<double> Milliseconds => milliseconds;

    public void Begin(SwarmViewer origin, SwarmViewer edge)
    {
        milliseconds.Clear();
        Array.Clear(atOrigin);
        Array.Clear(atEdge);
        origin.Reached = (at, number) => Take(atOrigin, at, number);
        edge.Reached = (at, number) => Take(atEdge, at, number);
    }

    private void Take(long[] times, Instant at, ushort number)
    {
        times[number] = at.Microseconds;
        var (origin, edge) = (atOrigin[number], atEdge[number]);
        if (origin != 0 && edge != 0 && Math.Abs(edge - origin) < LongestUs)
            milliseconds.Add((edge - origin) / 1e3);
    }
}
