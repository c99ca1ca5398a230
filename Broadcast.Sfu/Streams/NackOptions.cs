namespace Broadcast.Sfu.Streams;

/// <summary>How hard a <see cref="NackGenerator"/> tries.</summary>
public sealed record NackOptions
{
    /// <summary>Of a publisher.</summary>
    public static NackOptions OfPublisher { get; } = new();

    /// <summary>
    /// Of another node, which may itself be waiting for the publisher: it is asked for a second or longer, and meanwhile asks for a key frame
    /// if one is needed.
    /// </summary>
    public static NackOptions OfNode { get; } = new() { MinRetryIntervalUs = 50_000, MaxTries = 20 };

    /// <summary>
    /// How long a gap may be mere reordering, in microseconds. Short, however much is reordered: a request in vain costs one packet on the
    /// way up, waiting costs every viewer of a lost one time.
    /// </summary>
    public long ReorderingWindowUs { get; init; } = 5_000;

    /// <summary>Shortest time between two requests for one packet, in microseconds, where the round trip is shorter.</summary>
    public long MinRetryIntervalUs { get; init; } = 20_000;

    /// <summary>The round trip assumed until one is measured, in microseconds.</summary>
    public long InitialRoundTripUs { get; init; } = 100_000;

    /// <summary>Requests for one packet before it is given up.</summary>
    public int MaxTries { get; init; } = 10;

    /// <summary>The same for a packet that precedes a key frame already received.</summary>
    public int MaxTriesBeforeKeyFrame { get; init; } = 3;

    /// <summary>Gaps followed at a time. A burst beyond them gives up all, for a key frame is cheaper then.</summary>
    public int MaxGaps { get; init; } = 512;
}
