using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>An edge full of viewers is told to end (SIGTERM), as a rolling update does.</summary>
internal sealed class EdgeEnded(ClusterFigures figures, int many) : EdgeDrained(figures, many)
{
    private Instant ended = Instant.Never;

    public override string Name => "edge told to end";

    protected override async Task EmptyAsync(ClusterStage stage, ClusterNode edge)
    {
        await edge.EndAsync();
        ended = MonotonicClock.Now;
    }

    protected override async Task<string> ServeAgainAsync(ClusterStage stage, ClusterNode edge, Instant begun)
    {
        await edge.StartAsync();
        return $"its process had ended after {Seconds(begun, ended):0.0} s";
    }
}
