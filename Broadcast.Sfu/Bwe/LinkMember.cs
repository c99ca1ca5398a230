namespace Broadcast.Sfu.Bwe;

/// <summary>One of the viewers that may be behind a link together: what it gets and wants, and whether its queues are those of the others.</summary>
internal sealed class LinkMember(SharedLink link, LinkAddress address)
{
    /// <summary>The report of another may come so much later.</summary>
    private const int LagSlots = 6;

    /// <summary>From here on a queue is held beside another's; below the second it has gone.</summary>
    private const double QueueUs = 25_000;
    private const double GoneUs = 12_000;
    private const double Alike = 0.5;

    private const int TrustedFrom = 6;
    private const int MostTrust = 24;
    private const int Contradiction = 3;

    private QueueTrace trace;
    private long comparedSlot;
    private int trust;
    private int trustOfQueue;

    public SharedLink Link => link;
    public LinkAddress Address => address;

    /// <summary>What is sent to it, on average, in bit/s.</summary>
    public double NeedBps { get; private set; }

    /// <summary>What it would be sent next; 0 if it has all that it wants.</summary>
    public double NextBps { get; private set; }

    public double DeliveredBps { get; private set; }

    /// <summary>What the link carries at least, by its trains; and by those of the last second only.</summary>
    public double LinkBps { get; private set; }
    public double LatelyBps { get; private set; }

    /// <summary>What its last trains say at least and at most, and when that was.</summary>
    public double TrainLeastBps { get; private set; }
    public double TrainMostBps { get; private set; }
    public long TrainUs { get; private set; }

    /// <summary>Since when a queue stands; 0 if none does.</summary>
    public long QueuedSinceUs { get; private set; }
    public long ReportedUs { get; private set; }

    /// <summary>When it was last given more.</summary>
    public long RaisedUs { get; private set; }

    /// <summary>Since when it has wanted more than it has; 0 if it does not.</summary>
    public long WaitingSinceUs { get; private set; }

    /// <summary>Its queues come and go with those that all are held beside.</summary>
    public bool IsTrusted => trust >= TrustedFrom;

    public void OnReport(long nowUs, long sentUs, double needBps, in PathState path)
    {
        (NeedBps, DeliveredBps, ReportedUs) = (needBps, path.Delivered.Bps, nowUs);
        (LinkBps, LatelyBps) = (path.CertainLinkBps, path.Lately.LeastBps);
        (TrainLeastBps, TrainMostBps, TrainUs) = (path.Now.LeastBps, path.Now.MostBps, nowUs - sentUs + path.Now.LastUs);
        trace.Add(sentUs, path.Delay.QueueUs);
        if (path.Delay.StandingUs < SharedLink.QueueUs)
            QueuedSinceUs = 0;
        else if (QueuedSinceUs == 0)
            QueuedSinceUs = nowUs;
        link.OnReport(this, nowUs);
    }

    /// <summary>Other layers were chosen.</summary>
    public void OnNeed(double needBps) => NeedBps = needBps;

    public void OnRaised(long nowUs) => (RaisedUs, WaitingSinceUs) = (nowUs, 0);

    /// <param name="nextBps">What it would be sent next; no more than now if it has all that it wants.</param>
    public void OnWish(long nowUs, double nextBps)
    {
        var isMore = nextBps > NeedBps;
        NextBps = isMore ? nextBps : 0;
        WaitingSinceUs = !isMore ? 0 : WaitingSinceUs == 0 ? nowUs : WaitingSinceUs;
    }

    /// <param name="isTrusted">Until something speaks against it.</param>
    public void BeginComparing(bool isTrusted) => (comparedSlot, trust, trustOfQueue) = (trace.Newest, isTrusted ? TrustedFrom : 0, 0);

    /// <summary>Holds its queue beside another's, as far as both are known.</summary>
    public void Compare(LinkMember other)
    {
        for (comparedSlot = Math.Max(comparedSlot, trace.Newest - QueueTrace.Slots); comparedSlot < trace.Newest - LagSlots; comparedSlot++)
            if (trace.TryGet(comparedSlot, out var ownUs) && other.trace.TryGet(comparedSlot, out var othersUs))
                Judge(ownUs, othersUs);
    }

    private void Judge(double ownUs, double othersUs)
    {
        var (more, less) = (Math.Max(ownUs, othersUs), Math.Min(ownUs, othersUs));
        if (more < GoneUs)
            trustOfQueue = 0;
        if (more < QueueUs)
            return;
        if (less < more * Alike)
            trust = Math.Max(0, trust - Contradiction);
        // One queue, however long it is, may be chance: it binds, but the first contradiction ends that.
        else if (IsTrusted || trustOfQueue < TrustedFrom)
            (trust, trustOfQueue) = (Math.Min(trust + 1, MostTrust), trustOfQueue + 1);
    }
}
