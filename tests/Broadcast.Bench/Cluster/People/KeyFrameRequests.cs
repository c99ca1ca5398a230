using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.People;

/// <summary>Key frame requests that reached a presenter, for each layer. Safe for all threads.</summary>
internal sealed class KeyFrameRequests
{
    private const long Second = 1_000_000;

    private readonly List<Instant>[] asked = [.. Enumerable.Range(0, TestStream.Layers).Select(_ => new List<Instant>())];

    public int Count
    {
        get { lock (asked) return asked.Sum(layer => layer.Count); }
    }

    /// <summary>The most that came for one layer within any second.</summary>
    public int MostInASecond
    {
        get { lock (asked) return asked.Max(MostOf); }
    }

    public void Add(Instant at, int layer)
    {
        lock (asked)
            asked[layer].Add(at);
    }

    private static int MostOf(List<Instant> times)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last].Since(times[first]) >= Second)
                first++;
            most = Math.Max(most, last - first + 1);
        }
        return most;
    }
}
