namespace Broadcast.Sfu.Bwe;

/// <summary>What the reports up to now tell of the way to one receiver.</summary>
internal struct PathState()
{
    private const double NowUs = 25_000;
    private const double LatelyUs = 1_000_000;
    private const double RecentUs = 300_000;
    private const double SteadyUs = 8_000_000;

    private const double DeliveredUs = 300_000;

    /// <summary>An average of the queue that is longer belongs to one that has not yet gone.</summary>
    private const double StandsUs = 40_000;

    /// <summary>If trains say something else by more than this, what arrives is not all that the link carries.</summary>
    private const double Agreement = 0.15;

    /// <summary>A rise is believed this far at once, and the rest when it lasts.</summary>
    private const double Doubt = 0.15;

    /// <summary>So many trains of the last moments, and so much more than jitter explains, are of another link than those before.</summary>
    private const double EnoughRecent = 2.2;
    private const double BeyondJitter = 2;

    /// <summary>So many trains can show that a link has become wider.</summary>
    private const double Enough = 3;

    /// <summary>A train that found so much of a queue stood in line with all its packets.</summary>
    private const double InLineUs = 25_000;

    /// <summary>Trains that find no queue say so much more than those that just stood in one: tokens let them through.</summary>
    private const double Tokens = 3;
    private const double CertainTokens = 1.3;
    private const double TokenTrains = 4;
    private const double InLineTrains = 3;
    private const long TokensSeenUs = 8_000_000;
    private const long TokensForUs = 60_000_000;

    public DelayTrend Delay;
    public LossModel Loss;

    /// <summary>Of the last third of a second.</summary>
    public DeliveredRate Delivered = new(DeliveredUs);

    /// <summary>Since the link has become narrower, while the queue of that stands: what it carries, if nobody else is on it.</summary>
    private DeliveredRate carried = new(SteadyUs);

    /// <summary>Of the last frames: for falls.</summary>
    public TrainRate Now = new(NowUs);

    /// <summary>Of the last second: for rises.</summary>
    public TrainRate Lately = new(LatelyUs);

    private TrainRate steady = new(SteadyUs);

    /// <summary>Of the last third of a second: whether what is known lately is of another link.</summary>
    private TrainRate recent = new(RecentUs);

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

    /// <summary>What the link carries since it has become narrower, by what came out of its queue; 0 if that is not known.</summary>
    public readonly double CarriedBps => Math.Abs(carried.Bps - LinkBps) < LinkBps * Agreement ? carried.Bps : 0;

    /// <summary>The link has become narrower: what was seen before says nothing any more.</summary>
    public void BelieveNow()
    {
        carried.BeginAnew();
        recent.Take(Now);
        Lately.Take(Now);
        steady.Take(Now);
    }

    /// <summary>Much is lost: without a queue that is a policer's doing, whatever trains say, and what arrives is its rate.</summary>
    public void OnUnbearableLoss()
    {
        if (Delay.QueueUs < InLineUs && Delivered.Bps > 0 && Lately.Bps > Delivered.Bps * Tokens)
            (shownBps, shownUs) = (Delivered.Bps, lastUs);
    }

    /// <param name="arrivalUs">Of the last packet of a report.</param>
    /// <param name="bytes">Of all that arrived since the last.</param>
    public void OnDelivered(long arrivalUs, int bytes)
    {
        Delivered.OnReport(arrivalUs, bytes);
        if (Delay.QueueUs > StandsUs)
            carried.OnReport(arrivalUs, bytes);
        else
            carried.Skip(arrivalUs);
    }

    public void OnRun(in PacketRun run)
    {
        lastUs = run.SentUs;
        if (!run.IsRest)
            Delay.OnDelay(run.SentUs, run.DelayUs);
        Now.OnRun(run);
        Lately.OnRun(run);
        steady.OnRun(run);
        recent.OnRun(run);
        if (recent.Weight >= EnoughRecent && recent.LeastBpsWithin(BeyondJitter) > Lately.Bps)
            Lately.Take(recent);
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
