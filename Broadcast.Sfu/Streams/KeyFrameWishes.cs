using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// When one receiver's wishes for key frames count: some at once, as one who joins or loses much has them, then one every two seconds.
/// A key frame costs everybody, so who asks all the time waits, and is served by what others asked for.
/// </summary>
public struct KeyFrameWishes
{
    private const int Burst = 8;
    private const long IntervalUs = 2_000_000;

    /// <summary>When the last wish counts as paid for.</summary>
    private Instant paidAt;

    /// <returns>Now, or when a wish is next due.</returns>
    public Instant Take(Instant now)
    {
        var due = paidAt.AddMicroseconds(-(Burst - 1) * IntervalUs);
        if (due > now)
            return due;
        paidAt = (paidAt > now ? paidAt : now).AddMicroseconds(IntervalUs);
        return now;
    }
}
