namespace Broadcast.Sfu.Ice;

/// <summary>Limits of an <see cref="IceLiteAgent"/>.</summary>
public sealed class IceOptions
{
    /// <summary>Without a valid binding request from anywhere for this long the agent is disconnected (RFC 7675 §5.1 allows 30 s). Milliseconds.</summary>
    public int ConsentTimeoutMs { get; init; } = 30_000;

    /// <summary>Remote addresses kept per transport, at least 2; beyond it the one that was silent the longest is forgotten, or the new one refused.</summary>
    public int MaxTuples { get; init; } = 16;
}
