namespace Broadcast.Sfu.Bwe;

/// <summary>What the reports up to now tell of the way to one receiver.</summary>
internal struct PathState()
{
    private const double NowUs = 25_000;
    private const double LatelyUs = 1_000_000;
    private const double SteadyUs = 8_000_000;

    /// <summary>A rise is believed this far at once, and the rest when it lasts.</summary>
    private const double Doubt = 0.15;

    /// <summary>What so many trains say of a link that became wider is not doubted.</summary>
    private const double Enough = 6;
    private const double Wider = 1.35;

    public DelayTrend Delay;
    public LossModel Loss;
    public DeliveredRate Delivered;

    /// <summary>Of the last frames: for falls.</summary>
    public TrainRate Now = new(NowUs);

    /// <summary>Of the last second: for rises.</summary>
    public TrainRate Lately = new(LatelyUs);

    private TrainRate steady = new(SteadyUs);

    /// <summary>What the link seems to carry, in bit/s; 0 before the first train.</summary>
    public readonly double LinkBps => Lately.Weight == 0 ? 0 : Math.Clamp(steady.Bps, Lately.Bps * (1 - Doubt), Lately.Bps * (1 + Doubt));

    /// <summary>The same, less what it may be off by while it stands on few trains.</summary>
    public readonly double CertainLinkBps => Math.Max(Lately.LeastBps, steady.LeastBps);

    /// <summary>The link has become narrower: what was seen before says nothing any more.</summary>
    public void BelieveNow()
    {
        Lately.Take(Now);
        steady.Take(Now);
    }

    public void OnRun(in PacketRun run)
    {
        if (!run.IsRest)
            Delay.OnDelay(run.SentUs, run.DelayUs);
        Now.OnRun(run);
        Lately.OnRun(run);
        steady.OnRun(run);
        if (Lately.Weight >= Enough && Lately.Bps > steady.Bps * Wider)
            steady.Take(Lately);
    }
}
