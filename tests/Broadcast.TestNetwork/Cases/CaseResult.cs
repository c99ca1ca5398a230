namespace Broadcast.TestNetwork.Cases;

/// <summary>A moment of a flow, for plots.</summary>
internal readonly record struct Moment(double Second, double SentBps, double OracleBps, double CapacityBps, double QueueMs);

internal sealed record CaseResult(string Case, int Seed)
{
    /// <summary>Share of the time on the layer that the oracle would choose, 0 to 1.</summary>
    public double CorrectLayer { get; init; }

    public double TopLayer { get; init; }
    public required IReadOnlyList<double> QueueMs { get; init; }
    public required IReadOnlyList<double> DownSeconds { get; init; }
    public required IReadOnlyList<double> UpSeconds { get; init; }

    /// <summary>Changes of layer after the first ten seconds, of the flow that has most.</summary>
    public double SwitchesPerMinute { get; init; }

    public int SwitchFreezes { get; init; }
    public double FrozenShare { get; init; }
    public double LossShare { get; init; }
    public double Use { get; init; }
    public double Jain { get; init; }
    public long SentBytes { get; init; }
    public long ProbeBytes { get; init; }
    public required IReadOnlyList<IReadOnlyList<Moment>> Flows { get; init; }
}
