using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Allocation;

/// <summary>
/// What the network of one viewer carries by the viewer's own word (REMB), and which layers go through it. A receiver raises its word by
/// 8 % a second and never beyond one and a half times what it gets, so what is sent must rise before it: by padding, or, while no picture
/// flows, by the smallest picture itself. Who says nothing that can be true gets the least of everything.
/// </summary>
internal sealed class RembBandwidth : IAllocator
{
    /// <summary>Nothing is sent in less, and no viewer's network carries more.</summary>
    public const long LeastPlausibleBps = 5_000;
    public const long MostPlausibleBps = 1_000_000_000;

    /// <summary>A layer fits if the word is so many times what it takes.</summary>
    private const double Margin = 1.1;

    private const long TickUs = 200_000;
    private const long ProbeTickUs = 10_000;

    /// <summary>A packet is not worth sending for less.</summary>
    private const int LeastProbeBytes = 1_000;

    /// <summary>Receivers repeat their word each second; before the first one they listen for five.</summary>
    private const long SilenceUs = 8_000_000;

    /// <summary>A word that has not risen for so long does not rise by itself.</summary>
    private const long StandstillUs = 2_500_000;

    /// <summary>At so many times what is sent it will not rise much further, either.</summary>
    private const double NearReach = 1.35;

    /// <summary>Less than this is a word said again.</summary>
    private const double Fall = 0.97;

    private const long LongestProbeUs = 20_000_000;
    private const long FirstPauseUs = 5_000_000;
    private const long LongestPauseUs = 30_000_000;

    /// <summary>A step up that has to be taken back this soon has failed; one that lasts this long has not.</summary>
    private const long TrialUs = 8_000_000;
    private const long LastingUs = 30_000_000;
    private const double FailedShare = 0.95;

    /// <summary>While there is no stream to probe in, the next layer is tried, so long after the last step down.</summary>
    private const long RetryUs = 5_000_000;

    private FailedStep failed = new();
    private long sinceUs;
    private long saidUs;
    private long risenUs;
    private double highestBps;
    private bool hasFallen;
    private long raisedUs;
    private long retryUs;
    private bool isRetry;

    /// <summary>Sent beside the media; 0 while nothing is tried.</summary>
    private double paddingBps;
    private double dueBytes;
    private long paddedUs;
    private long probeSinceUs;
    private long probeFromUs;
    private long pauseUs = FirstPauseUs;

    /// <summary>The last word that can be true.</summary>
    public double EstimateBps { get; private set; }

    public bool IsDraining => false;

    /// <summary>What the chosen layers take, in bit/s.</summary>
    public double NeedBps { get; private set; }

    public Instant NextTimeout { get; private set; }

    private bool IsProbing => paddingBps > 0;

    /// <summary>Whether a word can be true.</summary>
    public static bool IsPlausible(long bitrateBps) => bitrateBps is >= LeastPlausibleBps and <= MostPlausibleBps;

    /// <param name="bitrateBps">For which <see cref="IsPlausible"/>.</param>
    /// <returns>Whether <see cref="Choose"/> is to be called at once.</returns>
    public bool OnEstimate(Instant now, long bitrateBps)
    {
        saidUs = now.Microseconds;
        if (bitrateBps < EstimateBps * Fall)
        {
            (hasFallen, highestBps) = (true, bitrateBps);
            EndProbe(now.Microseconds, succeeded: false);
        }
        else if (bitrateBps > highestBps)
            (highestBps, risenUs) = (bitrateBps, now.Microseconds);
        EstimateBps = bitrateBps;
        hasFallen &= EstimateBps < NeedBps;
        return hasFallen;
    }

    public int TakeProbeBytes(Instant now)
    {
        NextTimeout = now.AddMicroseconds(IsProbing ? ProbeTickUs : TickUs);
        if (!IsProbing)
            return 0;
        dueBytes += paddingBps / 8e6 * Math.Min(now.Microseconds - paddedUs, TickUs);
        paddedUs = now.Microseconds;
        if (dueBytes < LeastProbeBytes)
            return 0;
        var due = (int)dueBytes;
        dueBytes -= due;
        return due;
    }

    public bool Choose(Instant now, double mostBps, bool canProbe, Span<Viewing> viewings)
    {
        var nowUs = now.Microseconds;
        Span<Layer> layers = stackalloc Layer[viewings.Length];
        NeedBps = LayerChooser.Need(viewings);
        if (sinceUs == 0)
            sinceUs = nowUs;
        if (nowUs - Math.Max(saidUs, sinceUs) > SilenceUs)
            return FallSilent(viewings, layers);
        if (EstimateBps <= 0)
            return false;
        var limit = Math.Min(mostBps, EstimateBps < NeedBps && !IsRising(nowUs) ? EstimateBps : double.PositiveInfinity);
        if (limit < NeedBps)
            return StepDown(nowUs, limit, viewings, layers);
        var ceiling = Math.Min(mostBps, failed.CeilingBps(nowUs, linkNowBps: 0));
        if (LayerChooser.Choose(Math.Min(ceiling, EstimateBps / Margin), viewings, layers) > NeedBps)
            return Raise(nowUs, isRetry: false, viewings, layers);
        var next = LayerChooser.ChooseNext(NeedBps, mostBps, viewings, layers);
        if (next <= NeedBps || next > ceiling)
            EndProbe(nowUs, succeeded: true);
        else if (canProbe)
            FollowProbe(nowUs, next);
        else
            return Try(nowUs, viewings, layers);
        return false;
    }

    /// <summary>A word that lags behind what is sent, and has not fallen, is on its way.</summary>
    private bool IsRising(long nowUs) => !hasFallen && nowUs - risenUs <= StandstillUs;

    /// <summary>There is no stream to probe in: the next layer is tried, or, while no picture flows, the smallest.</summary>
    private bool Try(long nowUs, Span<Viewing> viewings, ReadOnlySpan<Layer> layers)
    {
        var havePicture = Viewings.HavePicture(viewings);
        return nowUs >= retryUs && StandsStill(nowUs) && (!havePicture || EstimateBps >= NeedBps)
            && Raise(nowUs, isRetry: !havePicture, viewings, layers);
    }

    private bool StandsStill(long nowUs) => nowUs - risenUs > StandstillUs / 2;

    /// <summary>Begins a probe where the word stands still, and ends it when it does not help.</summary>
    private void FollowProbe(long nowUs, double next)
    {
        if (IsProbing && (nowUs - probeSinceUs > LongestProbeUs || nowUs - Math.Max(risenUs, probeSinceUs) > StandstillUs))
            EndProbe(nowUs, succeeded: false);
        if (IsProbing || nowUs < probeFromUs || (!StandsStill(nowUs) && EstimateBps < NeedBps * NearReach))
            return;
        paddingBps = next * Margin - NeedBps;
        (probeSinceUs, paddedUs, dueBytes) = (nowUs, nowUs, 0);
        NextTimeout = new Instant(nowUs);
    }

    /// <summary>Without effect where none goes on.</summary>
    private void EndProbe(long nowUs, bool succeeded)
    {
        if (!IsProbing)
            return;
        paddingBps = 0;
        if (succeeded)
            return;
        probeFromUs = nowUs + pauseUs;
        pauseUs = Math.Min(pauseUs * 2, LongestPauseUs);
    }

    private bool Raise(long nowUs, bool isRetry, Span<Viewing> viewings, ReadOnlySpan<Layer> layers)
    {
        EndProbe(nowUs, succeeded: true);
        (raisedUs, risenUs, this.isRetry) = (nowUs, nowUs, isRetry);
        pauseUs = FirstPauseUs;
        return Apply(viewings, layers);
    }

    private bool StepDown(long nowUs, double budget, Span<Viewing> viewings, Span<Layer> layers)
    {
        EndProbe(nowUs, succeeded: false);
        // A picture that is tried again and again says nothing of more than that.
        if (nowUs - raisedUs < TrialUs && !isRetry)
        {
            failed.Note(NeedBps * FailedShare, linkNowBps: 0, nowUs + failed.HoldUs);
            failed.HoldLonger();
        }
        else if (raisedUs != 0 && nowUs - raisedUs > LastingUs)
            failed.HoldAsAtFirst();
        (raisedUs, hasFallen) = (0, false);
        probeFromUs = Math.Max(probeFromUs, nowUs + FirstPauseUs);
        retryUs = nowUs + RetryUs;
        LayerChooser.Choose(budget, viewings, layers);
        return Apply(viewings, layers);
    }

    private bool FallSilent(Span<Viewing> viewings, Span<Layer> layers)
    {
        (paddingBps, EstimateBps, highestBps, hasFallen) = (0, 0, 0, false);
        Viewings.ChooseLeast(viewings, layers);
        return Apply(viewings, layers);
    }

    private bool Apply(Span<Viewing> viewings, ReadOnlySpan<Layer> layers)
    {
        var changed = Viewings.Apply(viewings, layers);
        NeedBps = LayerChooser.Need(viewings);
        return changed;
    }
}
