namespace Broadcast.TestNetwork.Links;

/// <summary>A bottleneck, by default as RFC 8867 section 4 has it.</summary>
internal sealed record LinkSettings
{
    public required CapacitySchedule Capacity { get; init; }

    /// <summary>The queue holds what the link carries in this time; the rest is dropped.</summary>
    public double QueueMs { get; init; } = 300;

    public LossModelSettings Loss { get; init; } = LossModelSettings.None;

    /// <summary>A policer instead of a queue: what finds no token is dropped at once.</summary>
    public int? PolicerBurstBytes { get; init; }

    /// <summary>A shaper with a bucket of tokens: after a pause so many bytes leave as fast as they came, and only what follows in line.</summary>
    public int ShaperBurstBytes { get; init; }

    /// <summary>The air is free for us only at intervals between these two; what waits leaves together. Null for a wire.</summary>
    public (double Least, double Most)? AggregationMs { get; init; }
}
