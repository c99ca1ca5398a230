using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Timing;

/// <summary>
/// Follows one SSRC through the journal and breaks it where its timestamps leave their line: at a jump, which makes packets arrive
/// before their time, and at a capture stall, after which all are late for good. A burst is late too, but not for long. A media clock
/// that runs too fast or too slow is followed: late is what is later than its line.
/// </summary>
/// <remarks>
/// A camera's timestamps are times; a microphone's count samples, so that whenever its computer is too busy for it all that follows
/// is late, if only by a little. So little can be a slower path as well: there sender reports decide, whose times no path delays.
/// </remarks>
internal sealed class StreamTimeline(uint ssrc, int clockRate, MediaKind kind)
{
    private const double BreakNs = 300e6;
    private const double StepNs = 40e6;
    private const double LastingNs = 4e9;

    /// <summary>Chromium reports on sound every five seconds.</summary>
    private const double UnconfirmedNs = 15e9;

    /// <summary>How exactly arrivals tell the rate of a media clock after a minute: 200 ppm.</summary>
    private const double KnownDriftError = 200e-6;

    private readonly double suspectNs = kind == MediaKind.Audio ? StepNs : BreakNs;

    private readonly List<TimelinePiece> finished = [];
    private readonly List<(double ArrivalNs, double NtpNs, uint Timestamp)> early = [];
    private TimelinePiece? current;
    private TimelinePiece? suspect;
    private long lastSequence;
    private long lastTimestamp;

    public uint Ssrc => ssrc;

    /// <param name="arrivalNs">Session time.</param>
    /// <param name="sequence">Extended sequence number.</param>
    public void OnPacket(double arrivalNs, long sequence, uint timestamp)
    {
        if (current is null)
        {
            Begin(arrivalNs, sequence, timestamp);
            return;
        }
        if (sequence <= lastSequence)
            return; // Late or retransmitted: its transit time says nothing about the clock.
        lastSequence = sequence;
        lastTimestamp = SequenceNumber.Extend(timestamp, lastTimestamp);
        Follow(sequence, arrivalNs);
    }

    public void OnSenderReport(double arrivalNs, NtpTime ntp, uint timestamp)
    {
        var ntpNs = ntp.ToMicroseconds() * 1e3;
        if (current is null)
            early.Add((arrivalNs, ntpNs, timestamp));
        else
            AddReport(arrivalNs, ntpNs, timestamp);
    }

    /// <summary>The pieces so far, in order; the last may grow.</summary>
    public IReadOnlyList<TimelinePiece> Pieces()
    {
        if (current is null)
            return [];
        if (suspect is null)
            return [.. finished, current];
        return IsConfirmed && !IsCatchingUp ? [.. finished, current, suspect] : [.. finished, current.With(suspect)];
    }

    private void Begin(double arrivalNs, long sequence, uint timestamp)
    {
        lastSequence = sequence;
        lastTimestamp = timestamp;
        current = NewPiece(lastSequence, arrivalNs);
        foreach (var report in early)
            AddReport(report.ArrivalNs, report.NtpNs, report.Timestamp);
    }

    private void Follow(long sequence, double arrivalNs)
    {
        var late = arrivalNs - current!.MediaNs(lastTimestamp) - current.Baseline(lastTimestamp);
        if (suspect is not null)
            FollowSuspect(sequence, arrivalNs, late);
        else if (late < -BreakNs)
            Break(NewPiece(sequence, arrivalNs));
        else if (late > suspectNs)
            suspect = NewPiece(sequence, arrivalNs);
        else
            current.AddPacket(lastTimestamp, arrivalNs);
    }

    private void FollowSuspect(long sequence, double arrivalNs, double late)
    {
        if (late < -BreakNs)
        {
            Break(suspect!);
            Break(NewPiece(sequence, arrivalNs));
            return;
        }
        suspect!.AddPacket(lastTimestamp, arrivalNs);
        var lastedNs = arrivalNs - suspect.FirstArrivalNs;
        var isBack = late < suspectNs / 2;
        if (!isBack && lastedNs > LastingNs && IsConfirmed)
        {
            Break(suspect);
        }
        else if (isBack || lastedNs > UnconfirmedNs)
        {
            current!.Merge(suspect);
            suspect = null;
        }
    }

    /// <summary>Whether the suspect becomes less and less late: a burst, of which the rest is still to come or never came.</summary>
    private bool IsCatchingUp =>
        suspect!.FirstArrivalNs - suspect.MediaNs(suspect.FirstTimestamp) > suspect.Baseline(suspect.FirstTimestamp) + BreakNs / 2;

    /// <summary>Whether the suspect is late by so much that no path explains it, or by its own account.</summary>
    private bool IsConfirmed => LateNs > BreakNs / 2 || suspect!.Reports.Any(IsStep);

    /// <summary>By how much all of the suspect is late.</summary>
    private double LateNs => suspect!.Baseline(lastTimestamp) - current!.Baseline(lastTimestamp);

    /// <summary>
    /// Whether the publisher itself says that its media clock has fallen behind: by more than the two clocks may have drifted apart
    /// since the report before. If it is the wall clock that was set, a piece too many does no harm: it has reports of its own.
    /// </summary>
    private bool IsStep(SenderReportPoint report)
    {
        if (current!.Reports is not [.., var before])
            return false;
        var (drift, error) = double.IsNaN(current.Transit.Drift) ? (0, ClockLine.MaxDrift) : (current.Transit.Drift, KnownDriftError);
        var elapsedNs = current.MediaNs(report.Timestamp) - current.MediaNs(before.Timestamp);
        var behindNs = report.NtpNs - before.NtpNs - elapsedNs * (1 + drift);
        return Math.Abs(behindNs) > StepNs / 2 + error * Math.Abs(elapsedNs);
    }

    private void Break(TimelinePiece next)
    {
        finished.Add(current!);
        current = next;
        suspect = null;
    }

    private TimelinePiece NewPiece(long sequence, double arrivalNs)
    {
        var piece = new TimelinePiece(ssrc, clockRate, sequence, lastTimestamp, arrivalNs, current?.Transit.Drift ?? double.NaN);
        piece.AddPacket(lastTimestamp, arrivalNs);
        return piece;
    }

    // A report made during a stall still speaks of the time before it, so the line decides and not the order of arrival.
    private void AddReport(double arrivalNs, double ntpNs, uint timestamp)
    {
        var report = new SenderReportPoint(SequenceNumber.Extend(timestamp, lastTimestamp), ntpNs, arrivalNs);
        var transit = arrivalNs - current!.MediaNs(report.Timestamp);
        var isOfSuspect = suspect is not null
            && Math.Abs(transit - suspect.Baseline(report.Timestamp)) < Math.Abs(transit - current.Baseline(report.Timestamp));
        (isOfSuspect ? suspect! : current).AddReport(report);
    }
}
