namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What a <see cref="LossyLink{T}"/> does to what passes: probabilities from 0 to 1, times in microseconds.</summary>
public sealed record LinkConditions
{
    public static readonly LinkConditions Perfect = new();

    public double Loss { get; init; }
    public double Duplication { get; init; }

    /// <summary>How often a packet is held back by <see cref="ReorderDelayUs"/>, so that later ones overtake it.</summary>
    public double Reordering { get; init; }
    public long ReorderDelayUs { get; init; } = 10_000;
    public long DelayUs { get; init; } = 20_000;

    /// <summary>What the link carries; what would wait longer than <see cref="MaxQueueUs"/> for it is lost. Null for no limit.</summary>
    public long? BandwidthBps { get; init; }
    public long MaxQueueUs { get; init; } = 300_000;

    /// <summary>Added to the delay, uniformly from 0; it does not reorder.</summary>
    public long JitterUs { get; init; }
}
