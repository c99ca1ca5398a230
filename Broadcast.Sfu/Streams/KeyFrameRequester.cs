using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// Turns the key frame requests of all consumers of one producer stream into few: one at once, then one per interval until a key
/// frame comes.
/// </summary>
/// <param name="minIntervalUs">Shortest time between two requests to the publisher, in microseconds.</param>
public sealed class KeyFrameRequester(long minIntervalUs = KeyFrameRequester.PublisherIntervalUs)
{
    /// <summary>To a publisher, whom each costs a key frame.</summary>
    public const long PublisherIntervalUs = 1_000_000;

    /// <summary>To another node, which asks the publisher no more often for all that.</summary>
    public const long NodeIntervalUs = 250_000;

    private Instant wantedAt = Instant.Never;
    private Instant notBefore = new(long.MinValue);

    /// <summary>When <see cref="TryTake"/> will next succeed unless a key frame comes first.</summary>
    public Instant NextTimeout => wantedAt < notBefore ? notBefore : wantedAt;

    /// <summary>Someone needs a key frame.</summary>
    /// <param name="at">Now, or for someone who can wait, later: a key frame that comes before serves as well.</param>
    public void Request(Instant at) => wantedAt = Instant.Min(wantedAt, at);

    /// <summary>A key frame began: it serves everyone who asked.</summary>
    public void OnKeyFrame() => Reset();

    /// <summary>The producer went away or was paused: nobody waits any longer.</summary>
    public void Reset() => wantedAt = Instant.Never;

    /// <returns>True if a request is to be sent to the publisher now.</returns>
    public bool TryTake(Instant now)
    {
        if (now < NextTimeout)
            return false;
        notBefore = now.AddMicroseconds(minIntervalUs);
        return true;
    }
}
