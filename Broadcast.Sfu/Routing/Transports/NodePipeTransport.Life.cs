using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>Signs of life, and what rides along with them: reports, the round trip, and which layers are wanted.</summary>
internal sealed partial class NodePipeTransport
{
    /// <summary>The other end hears something at least this often.</summary>
    public const int BeatMs = 200;

    /// <summary>Of an end of which nothing is heard for so long the owner is told.</summary>
    public const long SilenceUs = 1_000_000;

    private const int ReportIntervalMs = 1_000;
    private const long MaxRoundTripUs = 10_000_000;

    private Instant nextBeat = Instant.Never;
    private Instant nextReport;
    private Instant lastHeard;
    private bool? isAlive;
    private bool hasSent;
    private double incomingLoss;

    /// <summary>The remote's last word on its time.</summary>
    private (uint Ssrc, uint Time, Instant HeardAt) remoteTime;

    public override void WantLayers(Instant now, Producer producer)
    {
        if (nextBeat == Instant.Never)
            return;
        nextBeat = now;
        Context.Timers.SetNoLaterThan(this, now);
    }

    public override void OnTimeout(Instant now, SendBatch output)
    {
        NoticeSilence(now);
        ForgetFormerKey(now);
        if (now >= nextBeat)
            Beat(now, output);
        UpdateTimer(now);
    }

    protected override void HandleExtension(Instant now, RtcpPacket packet, SendBatch output)
    {
        if (ReferenceTimes.TryParse(packet, out var times))
            OnReferenceTimes(now, times);
        else if (packet.Type == RtcpType.ExtendedReport)
            Context.Drops.Count(DropReason.RtcpMalformed);
        else
            base.HandleExtension(now, packet, output);
    }

    /// <summary>It is connected: the other end has a second to be heard.</summary>
    private void BeginLife(Instant now)
    {
        lastHeard = now;
        nextBeat = now;
        nextReport = now.AddMilliseconds(Context.Random.Next(ReportIntervalMs));
        UpdateTimer(now);
    }

    /// <summary>Anything authentic is a sign of life.</summary>
    private void Hear(Instant now, PipeInlet inlet)
    {
        lastHeard = now;
        if (inlet == newest && !inlet.IsUsed)
            BeginUse(now, inlet);
        if (isAlive != true)
            SetAlive(true);
        if (Due == Instant.Never)
            UpdateTimer(now);
    }

    private void NoticeSilence(Instant now)
    {
        if (isAlive != false && now.Since(lastHeard) >= SilenceUs)
            SetAlive(false);
    }

    private void SetAlive(bool alive)
    {
        if (!alive)
            Context.Pipes.OnSilence();
        else if (isAlive == false)
            Context.Pipes.OnReturn();
        isAlive = alive;
        Context.Notify(new PipeStateChanged(Router, Id, alive));
    }

    private void UpdateTimer(Instant now)
    {
        if (IsClosed)
            return;
        var due = Instant.Min(nextBeat, formerUntil);
        if (isAlive != false && lastHeard != default)
            due = Instant.Min(due, lastHeard.AddMicroseconds(SilenceUs));
        Context.Timers.Set(this, due <= now ? now.AddMilliseconds(1) : due);
    }

    /// <summary>Where media flows and nothing is wanted, media is enough.</summary>
    private void Beat(Instant now, SendBatch output)
    {
        nextBeat = now.AddMilliseconds(BeatMs);
        var isReportDue = now >= nextReport;
        if (!isReportDue && hasSent && Producers.Count == 0)
        {
            hasSent = false;
            return;
        }
        if (isReportDue)
            nextReport = now.AddMilliseconds(ReportIntervalMs);
        WriteReports(now, isReportDue, output);
        WriteTimes(now, output);
        SendWishes(output);
        FlushRtcp(output);
        hasSent = false;
    }

    /// <summary>Each compound begins with a report, if an empty one (RFC 3550 §6.1).</summary>
    private void WriteReports(Instant now, bool isReportDue, SendBatch output)
    {
        if (isReportDue)
        {
            incomingLoss = 0;
            foreach (var producer in Producers)
                foreach (var stream in producer.Streams)
                    WriteReport(now, stream, output);
        }
        if (Context.Rtcp.Length == 0)
            Context.Rtcp.Advance(ReceiverReport.Write(Context.Rtcp.Rest, OwnSsrc));
    }

    private void WriteReport(Instant now, ProducerStream stream, SendBatch output)
    {
        if (!stream.TryTakeReport(now, out var block))
            return;
        incomingLoss = Math.Max(incomingLoss, block.FractionLost / 256.0);
        if (Context.Rtcp.Rest.Length < ReceiverReport.Length + ReportBlock.Length)
            FlushRtcp(output);
        Context.Rtcp.Advance(ReceiverReport.Write(Context.Rtcp.Rest, OwnSsrc, new ReadOnlySpan<ReportBlock>(in block)));
    }

    private void WriteTimes(Instant now, SendBatch output)
    {
        if (Context.Rtcp.Rest.Length < ReferenceTimes.Length)
            FlushRtcp(output);
        var delay = remoteTime.Ssrc == 0 ? 0 : (uint)(now.Since(remoteTime.HeardAt) * 65_536 / 1_000_000);
        var times = new ReferenceTimes(OwnSsrc, NtpTime.FromMicroseconds(now.Microseconds), remoteTime.Ssrc, remoteTime.Time, delay);
        Context.Rtcp.Advance(times.Write(Context.Rtcp.Rest));
    }

    private void OnReferenceTimes(Instant now, in ReferenceTimes times)
    {
        remoteTime = (times.SenderSsrc, times.Time.Compact, now);
        if (times.AnsweredSsrc != OwnSsrc || times.LastTime == 0)
            return;
        var there = (int)(NtpTime.FromMicroseconds(now.Microseconds).Compact - times.LastTime - times.DelaySinceLast);
        var us = Math.Max(1, there * 1_000_000L / 65_536);
        if (us > MaxRoundTripUs)
            Context.Drops.Count(DropReason.FeedbackImplausible);
        else
            Counters.OnRoundTrip(us);
    }
}
