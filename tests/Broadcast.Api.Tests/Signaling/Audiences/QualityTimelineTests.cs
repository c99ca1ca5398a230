using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Audiences;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Signaling.Audiences;

public sealed class QualityTimelineTests
{
    private static readonly ReceptionQuality Receiving = new(2_000_000, 720, Lost: 0, RoundTripMs: 40, Frozen: 0, Concealed: 0, Dropped: 0);
    private static readonly SendingQuality Sending = new(2_500_000, 5_000_000, 1_080, Lost: 0, RoundTripMs: 30, SendingLimitation.Bandwidth);
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly QualityTimeline timeline = new();

    [Fact]
    public void Keeps_what_a_viewer_receives_and_what_a_presenter_sends()
    {
        var report = new QualityReport(Receiving with { Lost = 0.2, Frozen = 0.4, Concealed = 0.1, Dropped = 0.6, Busy = 0.2 }, Sending);
        Assert.True(timeline.TryAdd(report, StageRole.Viewer, heldBack: false, Start));
        Assert.Equal(
            new QualitySample(Start, 2_000_000, 720, 0.2, 40, 0.4, 0.102, 0.6, 0.2, HeldBack: false, QualityBlame.OwnNetwork),
            Assert.Single(timeline.Samples(Start)));

        var presenters = new QualityTimeline();
        Assert.True(presenters.TryAdd(report, StageRole.Presenter, heldBack: false, Start));
        Assert.Equal(
            new QualitySample(Start, 2_500_000, 1_080, 0, 30, 0, 0, 0, 0, HeldBack: false, QualityBlame.OwnNetwork),
            Assert.Single(presenters.Samples(Start)));
    }

    [Fact]
    public void Who_reports_too_often_is_not_listened_to()
    {
        Assert.True(Add(Start));
        Assert.False(Add(Start.AddSeconds(7.9)));
        Assert.True(Add(Start.AddSeconds(8)));
        Assert.Equal(2, timeline.Samples(Start.AddSeconds(8)).Count);
    }

    [Fact]
    public void A_report_that_says_nothing_counts_as_one() =>
        Assert.Equal(
            (true, false, 0),
            (timeline.TryAdd(new QualityReport(), StageRole.Viewer, heldBack: false, Start), Add(Start.AddSeconds(1)), timeline.Samples(Start).Count));

    [Fact]
    public void A_clock_that_is_set_back_silences_nobody()
    {
        Assert.True(Add(Start));
        Assert.True(Add(Start.AddHours(-1)));
    }

    [Fact]
    public void The_last_ten_minutes_are_kept()
    {
        for (var report = 0; report < 200; report++)
            timeline.TryAdd(new QualityReport(Receiving with { Height = report }), StageRole.Viewer, heldBack: false, Start + report * Interval);
        var end = Start + 199 * Interval;
        Assert.Equal(Enumerable.Range(140, 60), timeline.Samples(end).Select(sample => sample.Height));
        Assert.Equal(Enumerable.Range(190, 10), timeline.Samples(end.AddSeconds(505)).Select(sample => sample.Height));
        Assert.Empty(timeline.Samples(end.AddHours(1)));
    }

    [Fact]
    public void What_is_too_large_is_kept_as_the_largest()
    {
        var huge = new ReceptionQuality(QualityLimits.MaxBitrate, QualityLimits.MaxHeight, 1, QualityLimits.MaxMs, 1, 1, 1, 1);
        timeline.TryAdd(new QualityReport(huge), StageRole.Viewer, heldBack: true, Start);
        Assert.Equal(
            new QualitySample(Start, 65_535_000, 10_000, 1, 65_534, 1, 1, 1, 1, HeldBack: true, QualityBlame.OwnNetwork), Assert.Single(timeline.Samples(Start)));
    }

    [Fact]
    public void A_round_trip_that_is_not_known_stays_unknown()
    {
        timeline.TryAdd(new QualityReport(Receiving with { RoundTripMs = null }), StageRole.Viewer, heldBack: false, Start);
        Assert.Null(Assert.Single(timeline.Samples(Start)).RoundTripMs);
    }

    [Fact]
    public void What_was_told_long_ago_is_blamed_on_nobody()
    {
        timeline.TryAdd(new QualityReport(Receiving with { Frozen = 0.1 }), StageRole.Viewer, heldBack: false, Start);
        Assert.Equal(QualityBlame.Upstream, timeline.Blame(Start.AddSeconds(20)));
        Assert.Equal(QualityBlame.Nobody, timeline.Blame(Start.AddSeconds(30)));
    }

    [Fact]
    public void A_viewer_costs_a_kilobyte()
    {
        var report = new QualityReport(Receiving);
        Allocated(() => new QualityTimeline().TryAdd(report, StageRole.Viewer, heldBack: false, Start));
        var all = Allocated(() => new QualityTimeline().TryAdd(report, StageRole.Viewer, heldBack: false, Start));
        timeline.TryAdd(report, StageRole.Viewer, heldBack: false, Start);
        var passing = Allocated(() => timeline.TryAdd(report, StageRole.Viewer, heldBack: false, Start + Interval));
        Assert.InRange(all - passing, 60 * 16, 1_100);
    }

    private static long Allocated(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private bool Add(DateTimeOffset at) => timeline.TryAdd(new QualityReport(Receiving), StageRole.Viewer, heldBack: false, at);
}
