using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.People;

/// <summary>Key frame requests that reached a presenter, for each layer. Safe for all threads.</summary>
internal sealed class KeyFrameRequests
{
    /// <summary>Two that were sent a second apart may arrive a little nearer to each other.</summary>
    private const long AlmostASecondUs = 950_000;

    private readonly List<Instant>[] asked = [.. Enumerable.Range(0, TestStream.Layers).Select(_ => new List<Instant>())];
    private int most;

    public int Count { get; private set; }

    /// <summary>The most that came for one layer of one camera within a second.</summary>
    public int MostInASecond
    {
        get { lock (asked) return most; }
    }

    /// <summary>The camera that comes now was not asked for anything yet.</summary>
    public void BeginAnew()
    {
        lock (asked)
            foreach (var layer in asked)
                layer.Clear();
    }

    public void Add(Instant at, int layer)
    {
        lock (asked)
        {
            Count++;
            var recent = asked[layer];
            recent.RemoveAll(before => at.Since(before) >= AlmostASecondUs);
            recent.Add(at);
            most = Math.Max(most, recent.Count);
        }
    }
}
