using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster;

/// <summary>What viewers miss from a moment on, but for what this machine itself could not take.</summary>
internal sealed class Losses
{
    /// <summary>Until what is underway or asked for again has come.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1.5);

    private const int PacketsPerSecond = 165;

    private readonly ClusterStage stage;
    private readonly IReadOnlyCollection<ClusterViewer> watched;
    private readonly long overflows;

    private Losses(ClusterStage stage, IReadOnlyCollection<ClusterViewer> watched) => (this.stage, this.watched, overflows) = (stage, watched, stage.ReceiveOverflows);

    public static async Task<Losses> WatchAsync(ClusterStage stage, IReadOnlyCollection<ClusterViewer> watched)
    {
        foreach (var viewer in watched)
            viewer.ForgetEvents();
        await ClusterStage.AskAsync(watched, media =>
        {
            media.ResetCounters();
            return true;
        });
        return new Losses(stage, watched);
    }

    /// <returns>Packets: those that are missing in what came, and those of the time in which somebody had no media at all.</returns>
    public async Task<double> ReadAsync()
    {
        await Task.Delay(Settle);
        var missing = (await ClusterStage.AskAsync(watched, media => media.PacketsMissing)).Sum();
        var without = 0.0;
        foreach (var viewer in watched.Where(viewer => viewer.LostAt != Instant.Never))
        {
            var seen = (await ClusterStage.UntilSeenAsync([viewer], Settle))[0];
            without += (seen == Instant.Never ? MonotonicClock.Now : seen).Since(viewer.LostAt) / 1e6 * PacketsPerSecond;
        }
        return Math.Max(0, missing - (stage.ReceiveOverflows - overflows)) + Math.Ceiling(without);
    }
}
