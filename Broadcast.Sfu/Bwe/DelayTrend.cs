namespace Broadcast.Sfu.Bwe;

/// <summary>
/// How long the queue on the way is, and whether it grows: the smoothed one-way delay above the least of the last seconds. Clocks need
/// not agree, as only differences count.
/// </summary>
internal struct DelayTrend
{
    private const double FastUs = 60_000;
    private const double SlowUs = 300_000;
    private const long WindowUs = 8_000_000;

    /// <summary>A jump by which a clock was set.</summary>
    private const long ClockJumpUs = 5_000_000;

    private const double TurnUs = 4_000;

    private long originUs;
    private long lastSentUs;
    private long windowBeganUs;
    private double fast;
    private double slow;
    private double least;
    private double leastBefore;
    private StandingQueue standing;
    private bool hasBegun;

    /// <summary>What the last packets waited in queues.</summary>
    public readonly double QueueUs => hasBegun ? Math.Max(0, fast - Math.Min(least, leastBefore)) : 0;

    /// <summary>What none of the last packets was spared.</summary>
    public readonly double StandingUs => standing.Us;

    public readonly bool IsFalling => fast < slow - TurnUs;
    public readonly bool IsRising => fast > slow + TurnUs;

    /// <param name="sentUs">On the sender's clock.</param>
    /// <param name="delayUs">Until the receiver's clock showed its arrival.</param>
    public void OnDelay(long sentUs, long delayUs)
    {
        if (!hasBegun || Math.Abs(delayUs - originUs - fast) > ClockJumpUs)
            Begin(sentUs, delayUs);
        double delay = delayUs - originUs;
        var elapsed = Math.Max(1_000, sentUs - lastSentUs);
        lastSentUs = sentUs;
        fast += (delay - fast) * elapsed / (FastUs + elapsed);
        slow += (delay - slow) * elapsed / (SlowUs + elapsed);
        if (sentUs - windowBeganUs > WindowUs)
            (leastBefore, least, windowBeganUs) = (least, fast, sentUs);
        least = Math.Min(least, fast);
        standing.OnDelay(sentUs, delay);
    }

    private void Begin(long sentUs, long delayUs)
    {
        hasBegun = true;
        originUs = delayUs;
        lastSentUs = windowBeganUs = sentUs;
        fast = slow = least = leastBefore = 0;
        standing.Begin(sentUs);
    }
}
