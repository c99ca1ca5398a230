using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>Something that happens to the machines, several times, and what comes of it.</summary>
internal abstract class ClusterEvent
{
    /// <summary>What takes longer than this counts as this long.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>Until servers know a machine that has come back, and have nothing left to do.</summary>
    protected static readonly TimeSpan Rest = TimeSpan.FromSeconds(4);

    public abstract string Name { get; }

    /// <summary>The results in words, after the last round.</summary>
    public abstract string Results { get; }

    public async Task RunAsync(ClusterStage stage, int rounds, Random random)
    {
        for (var round = 0; round < Math.Min(rounds, MostRounds); round++)
        {
            await RunOnceAsync(stage, random);
            await Task.Delay(Rest);
            stage.Log(string.Join(", ", stage.Viewers.GroupBy(viewer => viewer.Node).Select(node => $"{node.Count()} viewers on {node.Key?.ToString() ?? "no node"}")));
        }
    }

    /// <summary>Of what is not done more often than this.</summary>
    protected virtual int MostRounds => int.MaxValue;

    protected abstract Task RunOnceAsync(ClusterStage stage, Random random);

    /// <returns>An edge that somebody watches on.</returns>
    protected static ClusterNode SomeEdge(ClusterStage stage, Random random)
    {
        var watched = stage.Machines.Edges.Where(edge => stage.On(edge).Count > 0).ToList();
        return watched[random.Next(watched.Count)];
    }

    protected static Task<IReadOnlyList<bool>> ExpectPicturesAsync(IEnumerable<ClusterViewer> viewers) => ClusterStage.AskAsync(viewers, media =>
    {
        media.ExpectPicture();
        return true;
    });

    /// <summary>Waits until it is so.</summary>
    /// <returns>False if it does not come about.</returns>
    protected static async Task<bool> UntilAsync(Func<bool> isSo, TimeSpan? patience = null)
    {
        for (var begun = MonotonicClock.Now; !isSo(); await Task.Delay(20))
        {
            if (MonotonicClock.Now.Since(begun) > (patience ?? Patience).TotalMicroseconds)
                return false;
        }
        return true;
    }

    protected static double Seconds(Instant from, Instant to) => to == Instant.Never ? Patience.TotalSeconds : to.Since(from) / 1e6;
}
