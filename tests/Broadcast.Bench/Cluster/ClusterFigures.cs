namespace Broadcast.Bench.Cluster;

/// <summary>What the benchmark's last line is made of. What was not measured is null there.</summary>
internal sealed class ClusterFigures
{
    /// <summary>Milliseconds.</summary>
    public Samples Hop { get; } = new();

    /// <summary>Seconds, as all times below that say nothing else.</summary>
    public Samples EdgeAdded { get; } = new();

    public Samples EdgeNoticed { get; } = new();

    public Samples EdgePicture { get; } = new();

    /// <summary>Packets of those who watch elsewhere when an edge is lost or cut off.</summary>
    public Samples OthersLost { get; } = new();

    public Samples OriginPresenter { get; } = new();

    public Samples RecordingGap { get; } = new();

    public Samples ApiLost { get; } = new();

    public Samples StoreLost { get; } = new();

    /// <summary>Milliseconds.</summary>
    public Samples DrainFreeze { get; } = new();

    public Samples Drain { get; } = new();

    public Samples LinkLost { get; } = new();

    /// <summary>Percent of a core.</summary>
    public double? CorePerEdge { get; set; }

    public double? KeyFramesPerSecond { get; set; }

    /// <summary>Under the names that the issue gives them.</summary>
    public object Summary => new
    {
        bench = "cluster",
        hop_p99_ms = Round(Hop.Quantile(0.99)),
        edge_added_s = Round(EdgeAdded.Max),
        edge_lost_noticed_s = Round(EdgeNoticed.Max),
        edge_lost_picture_p95_s = Round(EdgePicture.Quantile(0.95)),
        others_lost_packets = OthersLost.Sum,
        origin_lost_presenter_p95_s = Round(OriginPresenter.Quantile(0.95)),
        recording_gap_max_s = Round(RecordingGap.Max),
        api_lost_frames = ApiLost.Sum,
        store_away_lost_frames = StoreLost.Sum,
        drain_1000_s = Round(Drain.Max),
        drain_longest_freeze_ms = DrainFreeze.Max is { } freeze ? Math.Round(freeze) : (double?)null,
        link_loss_2pct_viewer_lost = LinkLost.Sum,
        origin_core_per_edge_pct = Round(CorePerEdge),
        keyframes_per_s_max = Round(KeyFramesPerSecond),
    };

    private static double? Round(double? value) => value is { } known ? Math.Round(known, 2) : null;
}
