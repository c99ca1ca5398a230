namespace Broadcast.Sfu.Bwe;

/// <summary>
/// When and how much is sent beyond what is needed, to find out whether more would go through: a <em>look</em>, a few packets at once
/// whose spread tells what the link carries, or a <em>probe</em>, a quarter of a second or longer at the rate that is wanted next.
/// </summary>
/// <param name="seed">Differs from viewer to viewer, so that those of one router do not probe together.</param>
internal struct ProbePlan(ulong seed)
{
    private const int LeastLookBytes = 1_600;
    private const int MostLookBytes = 4_800;

    /// <summary>Where trains show a link that carries so much more a probe is but a check; elsewhere, and among others, whose pictures come and go, it decides.</summary>
    private const double Ample = 1.25;
    private const long AmpleUs = 250_000;
    private const long CloseUs = 500_000;
    private const long ProbeUs = 300_000;

    /// <summary>Below this rate a probe is longer: a third of a second has so few packets that a narrow link does not show.</summary>
    private const double SlowBps = 600_000;
    private const long LongestProbeUs = 900_000;

    /// <summary>Until the tokens of a shaper are spent, as far as its bucket is small.</summary>
    private const long LongProbeUs = 700_000;
    private const long FirstWaitUs = 1_000_000;
    private const long LongestWaitUs = 4_000_000;
    private const long LookAgainUs = 2_500_000;

    /// <summary>More than a probe's packets wait by themselves.</summary>
    private const double GrowthUs = 12_000;
    private const double TolerableLoss = 0.1;
    private const long ShortestUs = 150_000;

    private long beganUs;
    private long lengthUs;
    private long nextUs;
    private long waitUs = FirstWaitUs;
    private long lastLookUs = -LookAgainUs;
    private ulong chance = seed;
    private double queueBeforeUs;
    private long firstArrivalUs;
    private long lastArrivalUs;
    private int sentBytes;
    private int arrivedBytes;
    private int lookBytes;
    private int received;
    private int missing;
    private ushort last;

    /// <summary>At which the running probe sends, media and all; 0 if none runs.</summary>
    public double RateBps { get; private set; }

    public readonly bool IsRunning => RateBps > 0;

    public readonly bool MayProbe(long nowUs) => !IsRunning && nowUs >= nextUs;

    /// <param name="nowUs">Local time.</param>
    /// <param name="rateBps">At which is sent, media and all.</param>
    /// <param name="path">As known now.</param>
    /// <param name="isAmongOthers">Others are known to be behind the link.</param>
    public void Begin(long nowUs, double rateBps, in PathState path, bool isAmongOthers = false)
    {
        RateBps = rateBps;
        lengthUs = path.HasTokens ? LongProbeUs : (long)Math.Clamp(ProbeUs * SlowBps / rateBps, LeastUs(rateBps, path, isAmongOthers), LongestProbeUs);
        beganUs = nowUs;
        queueBeforeUs = path.Delay.QueueUs;
        sentBytes = arrivedBytes = received = missing = 0;
        firstArrivalUs = lastArrivalUs = 0;
    }

    private static long LeastUs(double rateBps, in PathState path, bool isAmongOthers) =>
        isAmongOthers || path.CertainLinkBps < rateBps * Ample ? CloseUs : AmpleUs;

    /// <summary>Asks for a look, unless there was one lately.</summary>
    /// <param name="bytes">That the link which is hoped for carries within some ten milliseconds.</param>
    public void Look(long nowUs, int bytes)
    {
        if (IsRunning || nowUs - lastLookUs < LookAgainUs)
            return;
        lastLookUs = nowUs;
        lookBytes = Math.Clamp(bytes, LeastLookBytes, MostLookBytes);
    }

    /// <summary>How many bytes beside the media are due; to be sent at once.</summary>
    public int TakeDue(long nowUs)
    {
        if (lookBytes > 0)
        {
            var look = lookBytes;
            lookBytes = 0;
            return look;
        }
        if (!IsSending(nowUs))
            return 0;
        return Math.Max(0, (int)(RateBps / 8e6 * (nowUs - beganUs)) - sentBytes);
    }

    public readonly bool IsSending(long nowUs) => IsRunning && nowUs - beganUs <= lengthUs;

    public void OnSent(long nowUs, ushort sequence, int bytes)
    {
        if (!IsSending(nowUs))
            return;
        sentBytes += bytes;
        last = sequence;
    }

    public void OnStatus(in SentPacket packet, bool isReceived, long arrivalUs)
    {
        if (!IsRunning || packet.SentUs < beganUs || packet.SentUs > beganUs + lengthUs)
            return;
        received += isReceived ? 1 : 0;
        missing += isReceived ? 0 : 1;
        if (!isReceived)
            return;
        if (firstArrivalUs == 0)
            firstArrivalUs = lastArrivalUs = arrivalUs;
        else
            (arrivedBytes, lastArrivalUs) = (arrivedBytes + packet.Bytes, Math.Max(lastArrivalUs, arrivalUs));
    }

    /// <summary>At which the packets of the last probe arrived, media and all; 0 if too few did.</summary>
    public readonly double ArrivedBps => lastArrivalUs - firstArrivalUs < ShortestUs ? 0 : arrivedBytes * 8e6 / (lastArrivalUs - firstArrivalUs);

    /// <summary>Whether the running probe has come to its end, and how it went.</summary>
    /// <param name="nowUs">Local time.</param>
    /// <param name="reported">The last sequence number that a report spoke of.</param>
    /// <param name="path">With that report.</param>
    /// <param name="succeeded">It went through.</param>
    public bool TryEnd(long nowUs, ushort reported, in PathState path, out bool succeeded)
    {
        succeeded = false;
        if (!IsRunning)
            return false;
        var grown = path.Delay.QueueUs - queueBeforeUs;
        var isOver = !IsSending(nowUs) && (short)(reported - last) >= 0;
        if (!isOver && grown < 1.5 * GrowthUs && nowUs - beganUs < 5 * lengthUs)
            return false;
        succeeded = isOver && grown < GrowthUs && missing <= (received + missing) * (TolerableLoss + path.Loss.Inherent * 1.5);
        RateBps = 0;
        return true;
    }

    /// <summary>What runs is given up: less than now is to be sent.</summary>
    public void Cancel() => RateBps = 0;

    /// <summary>After a step up that was not taken back, the next may follow at once.</summary>
    public void Succeed() => (nextUs, waitUs) = (0, FirstWaitUs);

    /// <summary>From half to one and a half of a time, by chance.</summary>
    public long Spread(long us)
    {
        chance = chance * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407;
        return us / 2 + (long)(chance >> 33) % us;
    }

    /// <summary>The next not before a while, of which a part is left to chance.</summary>
    /// <param name="longer">And the one after that not before twice the while.</param>
    public void BackOff(long nowUs, bool longer)
    {
        nextUs = nowUs + Spread(waitUs);
        if (longer)
            waitUs = Math.Min(waitUs * 2, LongestWaitUs);
    }
}
