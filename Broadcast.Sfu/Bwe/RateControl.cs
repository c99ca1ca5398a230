namespace Broadcast.Sfu.Bwe;

/// <summary>
/// Decides when what is sent is too much: when the frames of a picture arrive slower than they are made, when a queue stands on the way
/// longer than whoever sends so much should bear, or when more is lost than is the network's own.
/// </summary>
internal struct RateControl()
{
    /// <summary>A layer fits if this times its rate is carried.</summary>
    public const double Margin = 1.1;

    private const double Unknown = double.PositiveInfinity;

    /// <summary>A standing queue that is borne by everybody, and what is added to it for who uses all of the link.</summary>
    private const double OwnQueueUs = 24_000;
    private const double BearableUs = 4_000;

    /// <summary>A link that carries so many times what is sent has no queue of ours.</summary>
    private const double Ample = 10;
    private const double MostBearableUs = 200_000;
    private const double EmptyUs = 20_000;

    /// <summary>For how long a queue is borne by who uses all of the link; the half bears it four times as long, as far as these two go.</summary>
    private const double PatienceOfAllUs = 106_000;
    private const double LeastPatienceUs = 300_000;
    private const double MostPatienceUs = 2_500_000;

    /// <summary>And by whom it is not to give way, if whoever is to does not.</summary>
    private const double NeighbourPatienceUs = 1_500_000;

    /// <summary>Of those who use the same, not all give way at the same moment: one is enough.</summary>
    private const double Whim = 0.6;

    /// <summary>A queue that is there although less than this part of the link is used is that of others, too.</summary>
    private const double Alone = 0.7;
    private const long SharedAfterUs = 250_000;

    /// <summary>A single train that jitter has pushed together, as a look is, shows nobody.</summary>
    private const double SharedTrains = 2;
    private const long SharedForUs = 30_000_000;

    /// <summary>Against others who fill the queue whatever one does, so much of the link is claimed.</summary>
    private const double FairShare = 0.37;

    /// <summary>And kept, once it has been taken: what is known of the link goes up and down.</summary>
    private const double KeptShare = 0.45;

    /// <summary>And so much in any case.</summary>
    private const double LeastShare = 0.4;

    /// <summary>If the queue has not been empty for so long after a step down, others fill it, until it is empty for a while.</summary>
    private const long InVainAfterUs = 1_500_000;
    private const long CompetingUntilEmptyForUs = 4_000_000;

    /// <summary>From a step down until what it brings can be seen in what is sent.</summary>
    private const long EffectUs = 250_000;
    private const long LongestDrainUs = 750_000;

    /// <summary>No frame takes longer to pass but a key frame.</summary>
    private const double BurstUs = 120_000;
    private const long LongestExcuseUs = 1_000_000;

    /// <summary>After the link has become narrower, from when and until when each report tells better how narrow.</summary>
    private const long KnownBetterAfterUs = 200_000;
    private const long SettledAfterUs = 2_500_000;
    private const long FreshUs = 500_000;

    /// <summary>Trains that say so little cannot be jitter's doing; those that say more are, while so much of what is sent arrives.</summary>
    private const double Plain = 0.8;
    private const double Arriving = 0.97;

    private const long TrialUs = 5_000_000;
    private const double TrialShare = 0.75;
    private const double TrialPatience = 0.6;
    private const long LossTrialUs = 1_500_000;
    private const double ProvedMemoryUs = 30_000_000;

    private long troubleSinceUs;
    private long effectiveUs;
    private long excusedUntilUs;
    private long burstUntilUs;
    private long trialUntilUs;
    private long narrowedUs;
    private long updatedUs;
    private long emptyUs;
    private long filledUs;
    private long sharedUs;
    private long lossTrialUs;

    /// <summary>The first step down since the queue was empty.</summary>
    private long steppedUs = long.MinValue / 2;
    private double needBeforeTrial;

    /// <summary>Null if nobody else is known to be behind the link.</summary>
    private LinkMember? bound;

    /// <summary>What all who are known to be behind the link are sent.</summary>
    private double totalBps;

    /// <summary>What went through without a queue, lately.</summary>
    public double ProvedBps { get; private set; }

    /// <summary>From a step down until the queue has gone.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Others keep the queue full.</summary>
    public bool IsCompeting { get; private set; }

    /// <summary>Others were seen on the link lately.</summary>
    public readonly bool IsShared(long nowUs) => sharedUs != 0 && nowUs - sharedUs < SharedForUs;

    public readonly bool IsInTrouble => troubleSinceUs != 0;

    /// <summary>More is sent than a while ago, and whether it goes through is not known yet.</summary>
    public readonly bool IsOnTrial(long nowUs) => nowUs < trialUntilUs;

    /// <summary>Looks at what a report has changed.</summary>
    /// <param name="nowUs">Local time.</param>
    /// <param name="sentUs">When the last packet was sent that the report speaks of.</param>
    /// <param name="needBps">What the chosen layers send on average.</param>
    /// <param name="path">With the report.</param>
    /// <param name="member">Of those who may be behind the same link; null if nobody is known.</param>
    /// <returns>To what the layers have to be brought down at once; infinity if they may stay.</returns>
    public double Update(long nowUs, long sentUs, double needBps, ref PathState path, LinkMember? member = null)
    {
        bound = member is not null && member.Link.IsBound(member, nowUs) ? member : null;
        totalBps = needBps + (bound?.Link.OthersBps(bound, nowUs) ?? 0);
        Fade(nowUs);
        FollowQueue(nowUs, ref path);
        var limit = LimitByCarried(nowUs, needBps, path);
        var isEffective = sentUs >= effectiveUs;
        if (isEffective)
            limit = Math.Min(Math.Min(limit, LimitByTrains(nowUs, sentUs, needBps, ref path)), Math.Min(LimitByQueue(nowUs, sentUs, needBps, ref path), LimitByLoss(nowUs, needBps, ref path)));
        if (limit < needBps)
            StepDown(nowUs, limit, ref path);
        else if (isEffective && !IsInTrouble && !IsDraining)
            ProvedBps = Math.Max(ProvedBps, path.Delivered.Bps);
        return limit;
    }

    /// <summary>Even if nothing is reported any more, a queue has gone some time.</summary>
    public void OnTimeout(long nowUs) => IsDraining &= nowUs <= effectiveUs + LongestDrainUs;

    /// <summary>So much is sent at one moment, as a key frame is, that a queue tells nothing until it has passed.</summary>
    public void Excuse(long nowUs, int bytes, in PathState path)
    {
        var passesUs = path.LinkBps > 0 ? bytes * 8e6 / path.LinkBps : 0;
        if (passesUs <= BurstUs)
            return;
        burstUntilUs = nowUs + Math.Min(LongestExcuseUs, (long)passesUs);
        excusedUntilUs = nowUs + Math.Min(LongestExcuseUs, (long)(passesUs * 1.5) + 100_000);
    }

    /// <summary>What is reported of waits behind a key frame: whether more would go through cannot be seen.</summary>
    public readonly bool IsBehindBurst(long sentUs) => sentUs < burstUntilUs;

    /// <summary>A queue of our own making is to come and go.</summary>
    public void ExcuseUntil(long untilUs) => excusedUntilUs = Math.Max(excusedUntilUs, untilUs);

    /// <summary>More is sent from now on: for a while less of a queue is borne than those bear who were there before.</summary>
    public void BeginTrial(long nowUs) => trialUntilUs = nowUs + TrialUs;

    /// <summary>A probe at this rate went through.</summary>
    public void Prove(double bps) => ProvedBps = Math.Max(ProvedBps, bps);

    /// <summary>Nothing is known any longer.</summary>
    public void Reset()
    {
        ProvedBps = 0;
        IsDraining = IsCompeting = false;
        troubleSinceUs = 0;
    }

    /// <summary>What may be taken although no probe went through, as others who use more will give way; 0 while the link is not known.</summary>
    public static double LeastShareBps(in PathState path) => path.LinkBps * LeastShare;

    /// <summary>What may be taken of a queue that others keep full.</summary>
    private static double FairShareBps(in PathState path) => path.LinkBps * FairShare;

    /// <summary>What is allowed without proof, in bit/s.</summary>
    public readonly double ClaimedBps(in PathState path) => IsCompeting ? FairShareBps(path) : 0;

    private void Fade(long nowUs)
    {
        ProvedBps *= Math.Exp((updatedUs - nowUs) / ProvedMemoryUs);
        updatedUs = nowUs;
    }

    private void FollowQueue(long nowUs, ref PathState path)
    {
        if (path.Delay.QueueUs <= EmptyUs)
            IsDraining = false;
        OnTimeout(nowUs);
        if (path.Delay.QueueUs > EmptyUs)
            filledUs = nowUs;
        else
            emptyUs = nowUs;
        if (steppedUs > emptyUs && nowUs - Math.Max(steppedUs, bound?.Link.SteppedUs ?? 0) > InVainAfterUs)
            IsCompeting = true;
        if (nowUs - filledUs > CompetingUntilEmptyForUs)
            IsCompeting = false;
    }

    /// <summary>What comes out of the queue of a link that has just become narrower is what it carries: no less is needed, and no more fits.</summary>
    private double LimitByCarried(long nowUs, double needBps, in PathState path)
    {
        if (narrowedUs == 0 || nowUs - narrowedUs > SettledAfterUs || path.CarriedBps is not (> 0 and var carriedBps))
            return Unknown;
        if (IsDraining)
            Prove(carriedBps);
        return needBps * Margin > carriedBps ? carriedBps / Margin : Unknown;
    }

    /// <summary>The packets of single frames arrive slower than they are made: known before the queue is long.</summary>
    private double LimitByTrains(long nowUs, long sentUs, double needBps, ref PathState path)
    {
        if (narrowedUs != 0 && nowUs - narrowedUs > SettledAfterUs)
            narrowedUs = 0;
        if (narrowedUs != 0 && nowUs - narrowedUs > KnownBetterAfterUs && totalBps * Margin > path.LinkBps)
            return ShareBps(nowUs, path.LinkBps / Margin);
        // Others' bursts are nobody's to be excused for: among them a queue has to stand, and the best train counts.
        var (leastBps, likelyBps) = bound?.Link.TrainsNow(nowUs) ?? (path.Now.LeastBps, LikelyBps(path.Now));
        var queueUs = bound is null ? path.Delay.QueueUs : path.Delay.StandingUs;
        if (!IsKnown(sentUs, path) || likelyBps >= totalBps || (bound is null && !IsPlain(path)) || queueUs < BearableQueueUs(nowUs, needBps, path) || path.Delay.IsFalling)
            return Unknown;
        path.BelieveNow();
        narrowedUs = nowUs;
        // What jitter has added to a single train would be paid for by a second step.
        return ShareBps(nowUs, leastBps / Margin);
    }

    /// <summary>As long as all that is sent arrives, jitter may be what draws a train apart, unless it is by far.</summary>
    private readonly bool IsPlain(in PathState path) => path.Now.MostBps < totalBps * Plain || path.Delivered.Bps < totalBps * Arriving;

    /// <summary>Of what all behind the link may have.</summary>
    private readonly double ShareBps(long nowUs, double allBps) => bound?.Link.ShareBps(bound, allBps, nowUs) ?? allBps;

    /// <summary>A single short train says little more than how packets happened to be delayed: in doubt the link is as wide as before.</summary>
    private static double LikelyBps(in TrainRate trains) => (trains.Bps + trains.MostBps) / 2;

    /// <summary>Behind a queue that has just filled up a report is late: a train is as old as what was sent after it, not as its report.</summary>
    private static bool IsKnown(long sentUs, in PathState path) => path.Now.Weight >= 1 && sentUs - path.Now.LastUs < FreshUs;

    private double LimitByQueue(long nowUs, long sentUs, double needBps, ref PathState path)
    {
        if (sentUs < excusedUntilUs || path.Delay.StandingUs < BearableQueueUs(nowUs, needBps, path) || IsReceiversOwn(needBps, path))
        {
            troubleSinceUs = 0;
            return Unknown;
        }
        if (troubleSinceUs == 0)
            troubleSinceUs = nowUs;
        if (bound is not null)
            return LimitByQueueOfAll(nowUs, needBps, bound, path);
        // Trains that tokens let through tell of nobody.
        if (path.HasTokens)
            sharedUs = 0;
        var use = Use(needBps, path);
        var isOfOthers = !path.HasTokens && use < Alone && path.Now.Bps > needBps / Alone;
        if (isOfOthers && nowUs - troubleSinceUs > SharedAfterUs && path.Lately.LeastBps > needBps / Alone && path.Lately.Weight >= SharedTrains)
            sharedUs = nowUs;
        if (path.Delay.IsFalling || nowUs - troubleSinceUs < PatienceUs(nowUs, use) || (IsCompeting && needBps <= path.LinkBps * KeptShare))
            return Unknown;
        if (steppedUs <= emptyUs)
            steppedUs = nowUs;
        if (isOfOthers && path.Lately.Weight >= SharedTrains)
            sharedUs = nowUs;
        return use < Alone ? needBps - 1 : LessThan(needBps, path);
    }

    /// <summary>Of those who know that they are behind one link one gives way, and what that brings is waited for. If all use but a part of it, others fill the queue.</summary>
    private double LimitByQueueOfAll(long nowUs, double needBps, LinkMember member, in PathState path)
    {
        var sinceUs = Math.Max(troubleSinceUs, member.Link.SteppedUs + EffectUs);
        var patienceUs = Use(totalBps, path) < Alone ? PatienceUs(nowUs, Use(needBps, path))
            : member.Link.GivesWay(member, nowUs) ? LeastPatienceUs : NeighbourPatienceUs;
        if (path.Delay.IsFalling || nowUs - sinceUs < patienceUs || (IsCompeting && totalBps <= path.LinkBps * KeptShare))
            return Unknown;
        if (steppedUs <= emptyUs)
            steppedUs = nowUs;
        return needBps - 1;
    }

    /// <summary>
    /// A busy machine reads its packets late: they wait, but all of them come, and what was sent together comes together. Behind a narrow
    /// link that would have been drawn apart.
    /// </summary>
    private static bool IsReceiversOwn(double needBps, in PathState path) =>
        !path.HasTokens && path.Lately.Weight >= 3 && path.Lately.Bps > needBps * Ample && path.Delivered.Bps > needBps * 0.8;

    private static double LessThan(double needBps, in PathState path) =>
        path.Delivered.Bps > 0 ? Math.Min(path.Delivered.Bps, needBps - 1) : needBps - 1;

    /// <summary>What part of the link is used by what is sent.</summary>
    private static double Use(double needBps, in PathState path) => path.LinkBps <= 0 ? 1 : Math.Clamp(needBps / path.LinkBps, 0.01, 1);

    /// <summary>Who uses more gives way sooner, and who has just begun to use so much sooner still: others then need not.</summary>
    private readonly double PatienceUs(long nowUs, double use)
    {
        var patienceUs = Math.Clamp(PatienceOfAllUs / (use * use), LeastPatienceUs, MostPatienceUs);
        return IsOnTrialBesideOthers(nowUs, use) ? patienceUs * TrialPatience : patienceUs * (1 + Whim * Chance(troubleSinceUs));
    }

    /// <summary>As good as random, from -0.5 to 0.5: microseconds differ from viewer to viewer.</summary>
    private static double Chance(long us) => ((ulong)us * 11_400_714_819_323_198_485 >> 40) / (double)(1 << 24) - 0.5;

    private readonly double BearableQueueUs(long nowUs, double needBps, in PathState path)
    {
        var use = Use(bound is null ? needBps : totalBps, path);
        return Math.Min(OwnQueueUs + BearableUs / use, MostBearableUs) * (IsOnTrialBesideOthers(nowUs, use) ? TrialShare : 1);
    }

    /// <summary>Who uses all of a link has nobody to spare.</summary>
    private readonly bool IsOnTrialBesideOthers(long nowUs, double use) => use < Alone && IsOnTrial(nowUs) && bound is null;

    private double LimitByLoss(long nowUs, double needBps, ref PathState path)
    {
        if (lossTrialUs != 0 && nowUs - lossTrialUs > LossTrialUs)
            EndLossTrial(ref path);
        if (path.Loss.IsUnbearable)
        {
            path.OnUnbearableLoss();
            return LessThan(needBps, path);
        }
        if (!path.Loss.IsSuspicious || lossTrialUs != 0)
            return Unknown;
        if (path.Delay.QueueUs < BearableQueueUs(nowUs, needBps, path))
            (lossTrialUs, needBeforeTrial) = (nowUs, needBps);
        return needBps - 1;
    }

    /// <summary>What is lost at the lower rate as well is the network's own: back to the higher.</summary>
    private void EndLossTrial(ref PathState path)
    {
        lossTrialUs = 0;
        if (!path.Loss.IsSuspicious)
            return;
        path.Loss.Learn();
        Prove(needBeforeTrial * Margin);
    }

    private void StepDown(long nowUs, double limit, ref PathState path)
    {
        effectiveUs = nowUs + EffectUs;
        path.Loss.BeginAnew(effectiveUs);
        IsDraining = true;
        ProvedBps = Math.Min(ProvedBps, limit);
    }
}
