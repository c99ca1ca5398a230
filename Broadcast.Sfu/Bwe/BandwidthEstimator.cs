using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Bwe;

/// <summary>
/// What the way to one receiver carries, from its transport-wide feedback. Nothing is allocated after the construction.
/// </summary>
internal sealed class BandwidthEstimator
{
    /// <summary>Packets remembered: two seconds of a picture with sound.</summary>
    private const int Remembered = 512;

    /// <summary>A receiver's clock does not go back by more than packets are reordered by.</summary>
    private const long ReorderingUs = 1_000_000;

    private const long HalfCycleUs = (1L << 23) * TransportCc.ReferenceUs;
    private const long TogetherUs = 1_000;
    private const int SmallestBurst = 3_000;

    private SendHistory history = new(Remembered);
    private PathState path = new();
    private PacketRun run;
    private bool hasRun;
    private long lastArrivalUs = long.MinValue / 4;
    private long lastSentUs;
    private int burstBytes;
    private long burstUs;

    /// <summary>When the first packet was sent of which no report has spoken, nor of a later one; 0 if there is none.</summary>
    private long unansweredSinceUs;

    public RateControl Control = new();

    public ref readonly PathState Path => ref path;

    /// <summary>Reports and statuses that cannot be true: packets that were not sent, or a clock that went back.</summary>
    public long Implausible { get; private set; }

    /// <summary>The last packet that a report spoke of.</summary>
    public ushort LastReported { get; private set; }

    /// <summary>Reports speak of nothing yet that was sent after a key frame had passed.</summary>
    public bool IsBehindBurst => Control.IsBehindBurst(lastSentUs);

    /// <summary>How long packets have been sent without any report.</summary>
    public long SilentForUs(Instant now) => unansweredSinceUs == 0 ? 0 : now.Microseconds - unansweredSinceUs;

    /// <summary>To what the layers have to be brought down after the last report; infinity if they may stay.</summary>
    /// <param name="needBps">What they take on average.</param>
    /// <param name="member">Of those who may be behind the same link; null if nobody is known.</param>
    public double Update(Instant now, double needBps, LinkMember? member = null)
    {
        member?.OnReport(now.Microseconds, lastSentUs, needBps, path);
        return Control.Update(now.Microseconds, lastSentUs, needBps, ref path, member);
    }

    /// <summary>Nothing was reported for long: what is known holds no longer.</summary>
    public void Forget(Instant now)
    {
        Control.Reset();
        path.Loss.BeginAnew(now.Microseconds);
    }

    public void OnSent(Instant now, ushort sequence, int bytes, bool isProbe)
    {
        history.Add(now, sequence, bytes, isProbe);
        NoteBurst(now, bytes);
        if (unansweredSinceUs == 0)
            unansweredSinceUs = now.Microseconds;
    }

    private void NoteBurst(Instant now, int bytes)
    {
        burstBytes = now.Microseconds - burstUs < TogetherUs ? burstBytes + bytes : bytes;
        burstUs = now.Microseconds;
        if (burstBytes >= SmallestBurst)
            Control.Excuse(now.Microseconds, burstBytes, path);
    }

    /// <summary>Reads a report into runs of packets, straight from its bytes.</summary>
    /// <returns>False if nothing in it is of use.</returns>
    public bool OnFeedback(Instant now, TransportCc report, ref ProbePlan probes)
    {
        if (GoesBack(report))
        {
            Implausible++;
            return false;
        }
        int bytes = 0, received = 0, missing = 0;
        var isOfUse = false;
        var newestArrivalUs = long.MinValue;
        foreach (var status in report)
        {
            if (!history.TryTake(now, status.Sequence, out var packet))
            {
                Implausible += status.Received ? 1 : 0;
                continue;
            }
            isOfUse = true;
            (LastReported, lastSentUs) = (status.Sequence, packet.SentUs);
            probes.OnStatus(packet, status.Received, status.Received ? status.ArrivalUs : 0);
            if (packet.SentUs >= path.Loss.SinceUs)
                (received, missing) = status.Received ? (received + 1, missing) : (received, missing + 1);
            if (!status.Received)
                continue;
            bytes += packet.Bytes;
            newestArrivalUs = Math.Max(newestArrivalUs, status.ArrivalUs);
            OnArrival(packet, status.ArrivalUs);
        }
        EndRun();
        if (!isOfUse)
            return false;
        unansweredSinceUs = 0;
        path.Loss.OnReport(now.Microseconds, received, missing);
        if (bytes == 0)
            return true;
        path.OnDelivered(newestArrivalUs, bytes);
        lastArrivalUs = newestArrivalUs;
        return true;
    }

    /// <summary>The reference time has 24 bits, and begins anew after twelve days.</summary>
    private bool GoesBack(TransportCc report) => lastArrivalUs - (long)report.ReferenceTime * TransportCc.ReferenceUs is > ReorderingUs and < HalfCycleUs;

    private void OnArrival(in SentPacket packet, long arrivalUs)
    {
        if (hasRun && packet.SentUs == run.SentUs)
        {
            run.Add(arrivalUs, packet.Bytes);
            return;
        }
        EndRun();
        var isRest = packet.SentUs == run.SentUs;
        run = new PacketRun(packet.SentUs, arrivalUs, packet.Bytes) { IsRest = isRest };
        hasRun = true;
    }

    private void EndRun()
    {
        if (hasRun)
            path.OnRun(run);
        hasRun = false;
    }
}
