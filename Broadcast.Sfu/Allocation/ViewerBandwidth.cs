using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Allocation;

/// <summary>
/// What one viewer is sent: follows what its network carries, and keeps the choice of layers within. Down at once, up when it has been
/// shown that more goes through. Allocates nothing after the construction.
/// </summary>
/// <param name="seed">Differs from viewer to viewer: see <see cref="ProbePlan"/>.</param>
internal sealed class ViewerBandwidth(ulong seed) : IAllocator
{
    public const int MaxViewings = 128;

    private const long ProbeTickUs = 10_000;
    private const long TickUs = 200_000;

    /// <summary>While more is wanted than is sent, by who is alone: those who may share a link leave each other time to see what a step has brought.</summary>
    private const long WantingTickUs = 50_000;

    /// <summary>Whoever reports nothing for so long is not believed to get anything.</summary>
    private const long SilenceUs = 2_000_000;

    /// <summary>A step up that has to be taken back this soon has failed; one that lasts this long has not.</summary>
    private const long TrialUs = 8_000_000;
    private const long LastingUs = 30_000_000;

    /// <summary>More is tried although nothing tells that it would go through.</summary>
    private const long BlindUs = 15_000_000;
    private const long LongestBlindUs = 60_000_000;

    /// <summary>There is no stream to probe in: the least is tried.</summary>
    private const long RetryUs = 5_000_000;

    private const long ProbeEchoUs = 500_000;

    /// <summary>Where trains do not tell, a probe begins when what the last step has brought is over.</summary>
    private const long SettledUs = 300_000;
    private const double NoQueueUs = 10_000;

    /// <summary>Behind a queue that stands a probe can only fail.</summary>
    private const double StandingUs = 15_000;

    /// <summary>Nor do they tell that the link has become wider: a step that was taken back is held against it for a short while only.</summary>
    private const long HoldWithTokensUs = 3_000_000;

    private const double LookSeconds = 0.05;
    private const long FreshUs = 3_000_000;
    private const double ProbeMargin = 1.15;
    private const double FailedShare = 0.95;
    private const double Hope = 1.1;

    /// <summary>A link that carries so much more than when a probe failed is another.</summary>
    private const double WiderBy = 1.5;

    private ProbePlan probes = new(seed);
    private FailedStep failed = new();
    private double limitBps = double.PositiveInfinity;
    private double wantedBps;

    /// <summary>How far the next probe goes at most after one that went too far, and what the link seemed to carry then.</summary>
    private double reachBps = double.PositiveInfinity;
    private double refusedLinkBps = double.PositiveInfinity;

    /// <summary>And at the last step down.</summary>
    private double steppedLinkBps = double.PositiveInfinity;
    private long raisedUs;
    private long blindUs;
    private long blindWaitUs = BlindUs;
    private long retryUs;
    private bool isBlind;
    private bool isNext;
    private bool isRetry;
    private bool isWanting;

    public BandwidthEstimator Estimator { get; } = new();

    /// <summary>Among those who may be behind the same link; null if nobody is known.</summary>
    public LinkMember? Member { get; set; }

    public ref readonly ProbePlan Probes => ref probes;

    /// <summary>What the chosen layers take, in bit/s.</summary>
    public double NeedBps { get; private set; }

    /// <summary>What is believed to go through, in bit/s; 0 while that is not known.</summary>
    public double EstimateBps => Math.Max(Estimator.Path.CertainLinkBps, Math.Max(Estimator.Control.ProvedBps, Estimator.Path.Delivered.Bps));

    /// <summary>Until the queue has gone, only the lowest temporal layer is sent of each picture: at once, and without a key frame.</summary>
    public bool IsDraining => Estimator.Control.IsDraining && !Estimator.Control.IsCompeting;

    /// <summary>When <see cref="Choose"/> and <see cref="TakeProbeBytes"/> are to be called next, at the latest.</summary>
    public Instant NextTimeout { get; private set; }

    public void OnSent(Instant now, ushort sequence, int bytes, bool isProbe)
    {
        Estimator.OnSent(now, sequence, bytes, isProbe);
        probes.OnSent(now.Microseconds, sequence, bytes);
    }

    /// <returns>Whether <see cref="Choose"/> is to be called at once.</returns>
    public bool OnFeedback(Instant now, TransportCc report)
    {
        if (!Estimator.OnFeedback(now, report, ref probes))
            return false;
        limitBps = Math.Min(limitBps, Estimator.Update(now, NeedBps, Member));
        return EndProbe(now.Microseconds) || limitBps < NeedBps;
    }

    /// <summary>How many bytes are to be sent now beside the media: packets sent before once more, or padding.</summary>
    public int TakeProbeBytes(Instant now)
    {
        NextTimeout = now.AddMicroseconds(probes.IsSending(now.Microseconds) ? ProbeTickUs : isWanting && !HasCompany ? WantingTickUs : TickUs);
        var due = probes.TakeDue(now.Microseconds);
        if (due > 0)
            Estimator.Control.ExcuseUntil(now.Microseconds + ProbeEchoUs);
        return due;
    }

    /// <summary>Chooses layers.</summary>
    /// <param name="mostBps">What the viewer is to be sent at most; infinity for no limit.</param>
    /// <param name="canProbe">Whether a picture flows to probe in.</param>
    /// <param name="viewings">At most <see cref="MaxViewings"/>, sorted by <see cref="Viewing.IsBefore"/>.</param>
    /// <returns>Whether another choice was made.</returns>
    public bool Choose(Instant now, double mostBps, bool canProbe, Span<Viewing> viewings)
    {
        var nowUs = now.Microseconds;
        Span<Layer> layers = stackalloc Layer[viewings.Length];
        NeedBps = LayerChooser.Need(viewings);
        if (Estimator.SilentForUs(now) > SilenceUs)
            return FallSilent(now, viewings, layers);
        if (limitBps < NeedBps || mostBps < NeedBps)
            return StepDown(nowUs, Math.Min(limitBps, mostBps), viewings, layers);
        limitBps = double.PositiveInfinity;
        Estimator.Control.OnTimeout(nowUs);
        if (Estimator.Control.IsDraining)
            return false;
        if (Bound(nowUs) is { } bound)
            return RiseAmongOthers(nowUs, mostBps, canProbe, bound, viewings, layers);
        var ceiling = Math.Min(mostBps, failed.CeilingBps(nowUs, Estimator.Path.LinkBps));
        if (LayerChooser.Choose(Math.Min(ceiling, ProvedBps(nowUs)), viewings, layers) > NeedBps)
            return StepUp(nowUs, viewings, layers);
        isWanting &= canProbe;
        if (!canProbe)
            return !Viewings.HavePicture(viewings) && Retry(nowUs, mostBps, viewings, layers);
        var next = LayerChooser.ChooseNext(NeedBps, mostBps, viewings, layers);
        isWanting = next > NeedBps;
        if (!isWanting)
            return false;
        if (LinkAgeUs(nowUs) > FreshUs / 2 && !Estimator.Path.HasTokens)
            probes.Look(nowUs, (int)(next * LookSeconds / 8));
        if (!Estimator.Control.IsInTrouble && !Estimator.Control.IsCompeting && !IsOnTrialAmongOthers(nowUs))
            PlanProbe(nowUs, next, ceiling, viewings, layers);
        return false;
    }

    /// <summary>By what all behind the link know of it, one step of one viewer at a time.</summary>
    private bool RiseAmongOthers(long nowUs, double mostBps, bool canProbe, LinkMember bound, Span<Viewing> viewings, Span<Layer> layers)
    {
        var next = LayerChooser.ChooseNext(NeedBps, mostBps, viewings, layers);
        bound.OnWish(nowUs, next);
        if (bound.Link.IsToShare(bound, LayerChooser.Choose(NeedBps - 1, viewings, layers), nowUs))
        {
            bound.Link.OnSteppedDown(bound, wasOnTrial: false, nowUs);
            return Apply(viewings, layers);
        }
        isWanting = next > NeedBps;
        if (!isWanting)
            return false;
        if (LinkAgeUs(nowUs) > FreshUs / 2 && !Estimator.Path.HasTokens)
            probes.Look(nowUs, (int)(next * LookSeconds / 8));
        if (!bound.Link.MayRise(bound, next, nowUs))
            return false;
        var proved = Math.Max(ProvedBps(nowUs), bound.Link.ProvedBps(bound, nowUs));
        if (next <= proved && !Estimator.Control.IsInTrouble && LayerChooser.Choose(next, viewings, layers) > NeedBps)
            return StepUp(nowUs, viewings, layers);
        isWanting &= canProbe;
        if (!canProbe)
            return !Viewings.HavePicture(viewings) && Retry(nowUs, mostBps, viewings, layers);
        if (!Estimator.Control.IsInTrouble && !Estimator.Control.IsCompeting)
            PlanProbe(nowUs, next, Math.Min(mostBps, bound.Link.RoomBps(bound, nowUs)), viewings, layers);
        return false;
    }

    /// <summary>What may be taken without a probe.</summary>
    private double ProvedBps(long nowUs) =>
        Math.Max(Estimator.Control.ProvedBps / RateControl.Margin, LinkAgeUs(nowUs) < FreshUs ? Estimator.Control.ClaimedBps(Estimator.Path) : 0);

    /// <summary>Others would pay for it if the last step up and the next went too far together.</summary>
    private bool IsOnTrialAmongOthers(long nowUs) => Estimator.Control.IsShared(nowUs) && Estimator.Control.IsOnTrial(nowUs);

    /// <summary>Whether others may be behind the same link.</summary>
    private bool HasCompany => Member is { Link.Count: > 1 };

    /// <summary>Null unless others are known to be behind the link.</summary>
    private LinkMember? Bound(long nowUs) => Member is { } member && member.Link.IsBound(member, nowUs) ? member : null;

    private bool IsQueueInTheWay(double bps) => bps > RateControl.LeastShareBps(Estimator.Path) && Estimator.Path.Delay.StandingUs > StandingUs;

    private long LinkAgeUs(long nowUs) => Estimator.Path.Lately.Weight > 0 ? nowUs - Estimator.Path.Lately.LastUs : long.MaxValue;

    /// <param name="next">What the least step up takes.</param>
    /// <param name="ceiling">What may be tried.</param>
    private void PlanProbe(long nowUs, double next, double ceiling, ReadOnlySpan<Viewing> viewings, Span<Layer> layers)
    {
        var age = LinkAgeUs(nowUs);
        if (blindUs == 0)
            blindUs = nowUs + blindWaitUs;
        if (Estimator.Path.CertainLinkBps > refusedLinkBps * WiderBy)
            Forgive();
        if (!probes.MayProbe(nowUs) || next > ceiling || IsQueueInTheWay(next) || Estimator.IsBehindBurst)
            return;
        if (Estimator.Path.HasTokens)
        {
            if (nowUs - raisedUs > SettledUs && Estimator.Path.Delay.QueueUs < NoQueueUs)
                Probe(nowUs, next, next);
            return;
        }
        var hinted = age < FreshUs ? LayerChooser.Choose(Math.Min(Math.Min(ceiling, Math.Max(next, reachBps)), HopedForBps(nowUs) / RateControl.Margin), viewings, layers) : 0;
        if (hinted > NeedBps)
            Probe(nowUs, Estimator.Control.IsShared(nowUs) || Bound(nowUs) is not null ? next : hinted, next);
        else if (nowUs > blindUs + (age < FreshUs ? LongestBlindUs : 0))
            Probe(nowUs, next, next, blind: true);
    }

    /// <summary>What the link may carry: once it has become wider again, and until a probe is refused, by the middle of what trains say.</summary>
    private double HopedForBps(long nowUs) => Bound(nowUs) is null && double.IsPositiveInfinity(refusedLinkBps) && Estimator.Path.LinkBps > steppedLinkBps * WiderBy
        ? Math.Max(Estimator.Path.CertainLinkBps, Estimator.Path.LinkBps * Hope) : Estimator.Path.CertainLinkBps;

    /// <summary>What was refused says nothing any more.</summary>
    private void Forgive()
    {
        reachBps = refusedLinkBps = double.PositiveInfinity;
        probes.Succeed();
    }

    private void Probe(long nowUs, double wanted, double next, bool blind = false)
    {
        (wantedBps, isNext, isBlind) = (wanted, wanted <= next, blind);
        blindUs = nowUs + blindWaitUs;
        var bound = Bound(nowUs);
        probes.Begin(nowUs, wanted * ProbeMargin, Estimator.Path, isAmongOthers: bound is not null);
        bound?.Link.OnProbe(bound, nowUs);
        NextTimeout = new Instant(nowUs);
    }

    /// <returns>Whether a probe went through.</returns>
    private bool EndProbe(long nowUs)
    {
        if (!probes.TryEnd(nowUs, Estimator.LastReported, Estimator.Path, out var succeeded))
            return false;
        succeeded = Bound(nowUs) is { } bound ? bound.Link.OnProbed(bound, wantedBps, probes.ArrivedBps, succeeded, nowUs)
            : succeeded || wantedBps <= RateControl.LeastShareBps(Estimator.Path);
        if (succeeded)
        {
            Estimator.Control.Prove(wantedBps * ProbeMargin);
            blindWaitUs = BlindUs;
            reachBps = refusedLinkBps = double.PositiveInfinity;
            failed.OnSucceeded(wantedBps);
            return true;
        }
        reachBps = (NeedBps + wantedBps) / 2;
        refusedLinkBps = Estimator.Path.CertainLinkBps;
        probes.BackOff(nowUs, longer: isNext);
        if (isBlind)
            blindWaitUs = Math.Min(blindWaitUs * 2, LongestBlindUs);
        return false;
    }

    private bool Retry(long nowUs, double mostBps, Span<Viewing> viewings, Span<Layer> layers)
    {
        if (nowUs < retryUs || LayerChooser.ChooseNext(NeedBps, mostBps, viewings, layers) <= NeedBps)
            return false;
        isRetry = true;
        return Raise(nowUs, viewings, layers);
    }

    private bool StepUp(long nowUs, Span<Viewing> viewings, ReadOnlySpan<Layer> layers)
    {
        isRetry = false;
        var changed = Raise(nowUs, viewings, layers);
        failed.OnSucceeded(NeedBps);
        return changed;
    }

    private bool Raise(long nowUs, Span<Viewing> viewings, ReadOnlySpan<Layer> layers)
    {
        raisedUs = nowUs;
        isWanting = true;
        Estimator.Control.BeginTrial(nowUs);
        probes.Succeed();
        var changed = Apply(viewings, layers);
        if (Bound(nowUs) is { } bound)
            bound.Link.OnRaised(bound, nowUs);
        return changed;
    }

    private bool StepDown(long nowUs, double budget, Span<Viewing> viewings, Span<Layer> layers)
    {
        limitBps = double.PositiveInfinity;
        probes.Cancel();
        // A picture that is tried again and again says nothing of more than that.
        var wasOnTrial = nowUs - raisedUs < TrialUs && !isRetry;
        if (Bound(nowUs) is { } bound)
            bound.Link.OnSteppedDown(bound, wasOnTrial && Estimator.Path.Delay.StandingUs > StandingUs, nowUs);
        else if (wasOnTrial)
        {
            failed.Note(NeedBps * FailedShare, Estimator.Path.LinkBps, nowUs + probes.Spread(Estimator.Path.HasTokens ? HoldWithTokensUs : failed.HoldUs));
            failed.HoldLonger();
        }
        else if (raisedUs != 0 && nowUs - raisedUs > LastingUs)
            failed.HoldAsAtFirst();
        steppedLinkBps = Estimator.Path.LinkBps;
        raisedUs = 0;
        isWanting = true;
        retryUs = nowUs + RetryUs;
        probes.BackOff(nowUs, longer: false);
        LayerChooser.Choose(budget, viewings, layers);
        return Apply(viewings, layers);
    }

    /// <summary>Whoever reports nothing gets the least of everything.</summary>
    private bool FallSilent(Instant now, Span<Viewing> viewings, Span<Layer> layers)
    {
        Estimator.Forget(now);
        Viewings.ChooseLeast(viewings, layers);
        return Apply(viewings, layers);
    }

    private bool Apply(Span<Viewing> viewings, ReadOnlySpan<Layer> layers)
    {
        var changed = Viewings.Apply(viewings, layers);
        NeedBps = LayerChooser.Need(viewings);
        Member?.OnNeed(NeedBps);
        return changed;
    }
}
