using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Join;

/// <summary>When a crowd was connected and saw its first complete key frame, in microseconds.</summary>
/// <param name="LastConnected">From the first request to the last handshake.</param>
/// <param name="FirstFrameMedian">From a viewer's handshake to its first key frame.</param>
/// <param name="FirstFrame99">The same, of the slowest hundredth.</param>
/// <param name="AfterLast">From the last handshake to the last viewer's first key frame.</param>
internal sealed record JoinTimes(long LastConnected, long FirstFrameMedian, long FirstFrame99, long AfterLast)
{
    public static JoinTimes Of(IEnumerable<SwarmViewer> viewers, Instant begun)
    {
        var crowd = viewers.ToList();
        var waits = crowd.ConvertAll(viewer => viewer.FirstKeyFrameAt.Since(viewer.ConnectedAt));
        waits.Sort();
        var lastConnected = crowd.Max(viewer => viewer.ConnectedAt);
        return new JoinTimes(
            lastConnected.Since(begun), waits[waits.Count / 2], waits[waits.Count * 99 / 100],
            Math.Max(0, crowd.Max(viewer => viewer.FirstKeyFrameAt).Since(lastConnected)));
    }
}
