using Broadcast.Bench.Cluster.People;

namespace Broadcast.Bench.Cluster;

/// <summary>What viewers miss from a moment on, but for what this machine itself could not take.</summary>
internal sealed class Losses
{
    /// <summary>Until what is underway or asked for again has come.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1.5);

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

    /// <returns>Packets.</returns>
    public async Task<double> ReadAsync()
    {
        await Task.Delay(Settle);
        var missing = (await ClusterStage.AskAsync(watched, media => media.PacketsMissing)).Sum();
        return Math.Max(0, missing - (stage.ReceiveOverflows - overflows));
    }
}
