namespace Broadcast.Sfu.Allocation;

/// <summary>
/// The last step up that had to be taken back, or was not possible: so much is not tried again for a while, the longer the more often it
/// failed, unless the link has become wider.
/// </summary>
internal struct FailedStep()
{
    private const long FirstHoldUs = 3_000_000;
    private const long LongestHoldUs = 40_000_000;
    private const double WiderBy = 1.5;
    private const double MemoryUs = 30_000_000;

    private double bps = double.PositiveInfinity;
    private double linkBps;
    private long untilUs;
    private long holdUs = FirstHoldUs;

    /// <summary>How long it is held against a step that was taken back.</summary>
    public readonly long HoldUs => holdUs;

    /// <summary>What may be tried at most.</summary>
    public double CeilingBps(long nowUs, double linkNowBps)
    {
        if (linkNowBps > linkBps * WiderBy)
            (bps, holdUs) = (double.PositiveInfinity, FirstHoldUs);
        return bps * Math.Exp(Math.Max(0, nowUs - untilUs) / MemoryUs);
    }

    public void Note(double failedBps, double linkNowBps, long until) => (bps, linkBps, untilUs) = (failedBps, linkNowBps, until);

    /// <summary>As much as had failed goes through: it says nothing of more, either.</summary>
    public void OnSucceeded(double throughBps)
    {
        if (throughBps >= bps)
            bps = double.PositiveInfinity;
    }

    public void HoldLonger() => holdUs = Math.Min(holdUs * 4, LongestHoldUs);

    /// <summary>A step up has lasted.</summary>
    public void HoldAsAtFirst() => holdUs = FirstHoldUs;
}
