namespace Broadcast.Sfu.Bwe;

/// <summary>
/// What went through while a queue stood: no more is tried for a while, the longer the more often it was tried in vain, and then a little
/// more with each second, unless the link has become wider.
/// </summary>
internal struct LinkCeiling()
{
    private const long FirstHoldUs = 6_000_000;
    private const long LongestHoldUs = 15_000_000;
    private const double HoldLongerBy = 3;
    private const double MemoryUs = 80_000_000;
    private const long KnownUs = 30_000_000;

    /// <summary>By less trains are off when they are held beside earlier ones.</summary>
    private const double WiderBy = 1.2;

    /// <summary>What is measured within so long is of one queue, and averaged; a later one is another measurement.</summary>
    private const long QueueUs = 1_500_000;
    private const double Weight = 0.2;

    private double bps = double.PositiveInfinity;
    private double linkBps;
    private long notedUs;
    private long untilUs;
    private long holdUs = FirstHoldUs;

    /// <summary>What went through lately; 0 if that is not known.</summary>
    public readonly double KnownBps(long nowUs) => nowUs - notedUs < KnownUs && bps < double.PositiveInfinity ? bps : 0;

    /// <summary>What may be tried; infinity if nothing speaks against it.</summary>
    public readonly double Bps(long nowUs) => bps * Math.Exp(Math.Max(0, nowUs - untilUs) / MemoryUs);

    /// <summary>So much goes through at the moment, and a queue stands.</summary>
    /// <param name="linkNowBps">What trains say.</param>
    public void Note(long nowUs, double carriedBps, double linkNowBps)
    {
        bps = nowUs - notedUs > QueueUs ? carriedBps : bps + (carriedBps - bps) * Weight;
        (notedUs, linkBps, untilUs) = (nowUs, linkNowBps, Math.Max(untilUs, nowUs + holdUs));
    }

    /// <summary>More was tried in vain.</summary>
    public void HoldLonger(long nowUs)
    {
        bps = Bps(nowUs);
        holdUs = (long)Math.Min(holdUs * HoldLongerBy, LongestHoldUs);
        untilUs = nowUs + holdUs;
    }

    /// <summary>If trains show a wider link, nothing speaks against trying more.</summary>
    public void Follow(double linkNowBps)
    {
        if (linkNowBps > linkBps * WiderBy)
            (bps, holdUs) = (double.PositiveInfinity, FirstHoldUs);
    }
}
