namespace Broadcast.Sfu.Bwe;

/// <summary>What the reports up to now tell of the way to one receiver.</summary>
internal struct PathState()
{
    private const double NowUs = 25_000;
    private const double LatelyUs = 1_000_000;
    private const double SteadyUs = 8_000_000;

    /// <summary>A rise is believed this far at once, and the rest when it lasts.</summary>
    private const double Doubt = 0.15;

    /// <summary>So many trains can show that a link has become wider.</summary>
    private const double Enough = 3;

    /// <summary>A train that found so much of a queue stood in line with all its packets.</summary>
    private const double InLineUs = 25_000;

    /// <summary>Trains that find no queue say so much more than those that just stood in one: tokens let them through.</summary>
    private const double Tokens = 3;
    private const double CertainTokens = 1.3;
    private const double TokenTrains = 2;
    private const double InLineTrains = 3;
    private const long TokensSeenUs = 8_000_000;
    private const long TokensForUs = 60_000_000;

    public DelayTrend Delay;
    public LossModel Loss;
    public DeliveredRate Delivered;

    /// <summary>Of the last frames: for falls.</summary>
    public TrainRate Now = new(NowUs);

    /// <summary>Of the last second: for rises.</summary>
    public TrainRate Lately = new(LatelyUs);

    private TrainRate steady = new(SteadyUs);

    /// <summary>Of those that stood in a queue, where no shaper has tokens left: what they say is so.</summary>
    private TrainRate inLine = new(TokensSeenUs);

    /// <summary>Of those that have found none since.</summary>
    private TrainRate free = new(TokensSeenUs);

    private double shownBps;
    private long shownUs = long.MinValue / 2;
    private long lastUs;

    /// <summary>A shaper or a policer lets trains through that are shorter than its bucket: what they say of the link is not so.</summary>
    public readonly bool HasTokens => lastUs - shownUs < TokensForUs;

    /// <summary>What the link seems to carry, in bit/s; 0 before the first train.</summary>
    public readonly double LinkBps => HasTokens ? Math.Max(shownBps, Delivered.Bps)
        : Lately.Weight == 0 ? 0 : Math.Clamp(steady.Bps, Lately.Bps * (1 - Doubt), Lately.Bps * (1 + Doubt));

    /// <summary>The same, less what it may be off by while it stands on few trains.</summary>
    public readonly double CertainLinkBps => HasTokens ? shownBps : Math.Max(Lately.LeastBps, steady.LeastBps);

    /// <summary>The link has become narrower: what was seen before says nothing any more.</summary>
    public void BelieveNow()
    {
        Lately.Take(Now);
        steady.Take(Now);
    }

    /// <summary>Much is lost: without a queue that is a policer's doing, whatever trains say, and what arrives is its rate.</summary>
    public void OnUnbearableLoss()
    {
        if (Delay.QueueUs < InLineUs && Delivered.Bps > 0 && Lately.Bps > Delivered.Bps * Tokens)
            (shownBps, shownUs) = (Delivered.Bps, lastUs);
    }

    public void OnRun(in PacketRun run)
    {
        lastUs = run.SentUs;
        if (!run.IsRest)
            Delay.OnDelay(run.SentUs, run.DelayUs);
        Now.OnRun(run);
        Lately.OnRun(run);
        steady.OnRun(run);
        if (Lately.Weight >= Enough && Lately.LeastBps > steady.Bps)
            steady.Take(Lately);
        LookForTokens(run);
    }

    private void LookForTokens(in PacketRun run)
    {
        if (Delay.QueueUs > InLineUs)
        {
            inLine.OnRun(run);
            free = new TrainRate(TokensSeenUs);
            return;
        }
        free.OnRun(run);
        if (inLine.Weight > InLineTrains && free.Weight >= TokenTrains && run.SentUs - inLine.LastUs < TokensSeenUs
            && free.Bps > inLine.Bps * Tokens && free.LeastBps > inLine.MostBps * CertainTokens)
            (shownBps, shownUs) = (inLine.Bps, run.SentUs);
    }
}
