using Broadcast.Recorder.Timing;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Tests.Timing;

/// <summary>Synthetic streams whose true capture times are known: the error is what a viewer would see as lost sync.</summary>
public sealed class PieceClockTests
{
    private const int ClockRate = 90_000;
    private const double NtpAtZero = 3_900_000_000;
    private const double PathSeconds = 0.020;

    private StreamTimeline timeline = new(1, ClockRate, MediaKind.Video);
    private readonly List<(double Captured, long Sequence, uint Timestamp)> sent = [];
    private readonly List<(double Arrival, Action Call)> arrivals = [];
    private readonly Random random = new(11);
    private long sequence = 65_536 + 65_000;

    [Fact]
    public void A_steady_stream_is_one_piece_and_exact()
    {
        Send(0, 60, at => at);
        Assert.Single(Solve());
        Assert.InRange(WorstErrorMs(), 0, 1);
    }

    [Fact]
    public void A_timestamp_that_wraps_is_no_jump()
    {
        Send(0, 60, at => at, timestampBase: uint.MaxValue - 90_000 * 30);
        Assert.Single(Solve());
        Assert.InRange(WorstErrorMs(), 0, 1);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(-1_000)]
    [InlineData(7)]
    public void A_timestamp_jump_begins_a_piece(double jumpSeconds)
    {
        Send(0, 30, at => at);
        Send(30, 60, at => at + jumpSeconds);
        Assert.Equal(2, Solve().Count);
        Assert.InRange(WorstErrorMs(), 0, 2);
    }

    [Fact]
    public void A_capture_stall_begins_a_piece()
    {
        Send(0, 30, at => at);
        Send(35, 60, at => at - 5);
        Assert.Equal(2, Solve().Count);
        Assert.InRange(WorstErrorMs(), 0, 2);
    }

    [Fact]
    public void A_stall_with_silence_soon_after_begins_a_piece()
    {
        Send(0, 30, at => at);
        Send(35, 38, at => at - 5);
        Send(60, 90, at => at - 5);
        Assert.Equal(2, Solve().Count);
        Assert.InRange(WorstErrorMs(), 0, 2);
    }

    [Theory]
    [InlineData(0.060)]
    [InlineData(0.160)]
    [InlineData(0.280)]
    public void A_short_stall_of_a_microphone_begins_a_piece(double seconds)
    {
        timeline = new(1, ClockRate, MediaKind.Audio);
        Send(0, 60, at => at);
        Send(60 + seconds, 300, at => at - seconds);
        Assert.Equal(2, Solve().Count);
        Assert.InRange(WorstErrorMs(), 0, 2);
    }

    [Fact]
    public void A_slower_path_is_no_stall_of_a_microphone()
    {
        timeline = new(1, ClockRate, MediaKind.Audio);
        Send(0, 300, at => at, path: at => PathSeconds + (at is > 60 and < 120 ? 0.150 : 0));
        Assert.Single(Solve());
        Assert.InRange(WorstErrorMs(), 0, 2);
    }

    [Fact]
    public void A_burst_after_three_seconds_of_silence_is_no_stall()
    {
        Send(0, 60, at => at, path: at => at is > 20 and < 23 ? 23.02 - at : PathSeconds);
        Assert.Single(Solve());
        Assert.InRange(WorstErrorMs(), 0, 1);
    }

    [Fact]
    public void A_burst_that_the_end_cuts_off_is_no_stall()
    {
        Send(0, 22, at => at, reports: false, path: at => at > 20 ? 23.02 - at : PathSeconds);
        Assert.Single(Solve());
        Assert.InRange(WorstErrorMs(), 0, 1);
    }

    [Fact]
    public void A_capture_stall_soon_before_the_end_begins_a_piece()
    {
        Send(0, 30, at => at);
        Send(35, 37, at => at - 5);
        Assert.Equal(2, Solve().Count);
        Assert.InRange(WorstErrorMs(), 0, 2);
    }

    [Fact]
    public void Silence_by_mute_or_dtx_is_no_stall()
    {
        Send(0, 20, at => at);
        Send(35, 60, at => at);
        Assert.Single(Solve());
        Assert.InRange(WorstErrorMs(), 0, 1);
    }

    [Fact]
    public void Without_reports_the_quickest_packets_decide()
    {
        Send(0, 60, at => at, reports: false);
        var clock = Assert.Single(Solve());
        Assert.False(clock.FromReports);
        Assert.InRange(WorstErrorMs(), 0, 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_skew_of_50_ppm_over_an_hour_is_followed(bool reports)
    {
        Send(0, 3_600, at => at * (1 + 50e-6), reports);
        var clock = Assert.Single(Solve());
        Assert.InRange(clock.Clock.SkewPpm(ClockRate), 45, 55);
        Assert.InRange(WorstErrorMs(), 0, 10);
    }

    [Fact]
    public void Reports_that_make_no_sense_are_not_believed()
    {
        Send(0, 30, at => at, reports: false);
        for (var at = 1d; at < 30; at++)
            Report(at, at, at * 1.5);
        Assert.False(Assert.Single(Solve()).FromReports);
        Assert.InRange(WorstErrorMs(), 0, 25);
    }

    private IReadOnlyList<PieceClock>? solved;

    private IReadOnlyList<PieceClock> Solve()
    {
        foreach (var (_, call) in arrivals.OrderBy(each => each.Arrival))
            call();
        var pieces = timeline.Pieces();
        solved = PublisherClocks.Of(new Dictionary<int, IReadOnlyList<TimelinePiece>> { [0] = pieces })[0];
        return solved;
    }

    private void Send(double from, double to, Func<double, double> media, bool reports = true, uint timestampBase = 12_345, Func<double, double>? path = null)
    {
        for (var at = from; at < to; at += 1 / 30d)
        {
            var arrival = at + (path?.Invoke(at) ?? PathSeconds + 0.015 * random.NextDouble());
            var (number, timestamp) = (sequence++, timestampBase + (uint)(long)Math.Round(media(at) * ClockRate));
            sent.Add((at, number, timestamp));
            arrivals.Add((arrival, () => timeline.OnPacket(arrival * 1e9, number, timestamp)));
        }
        for (var at = from + 0.5; reports && at < to; at += 1)
            Report(at, at, media(at), timestampBase);
    }

    private void Report(double at, double ntp, double media, uint timestampBase = 12_345)
    {
        var arrival = at + PathSeconds + 0.015 * random.NextDouble();
        var time = NtpTime.FromMicroseconds((long)((NtpAtZero + ntp) * 1e6));
        arrivals.Add((arrival, () => timeline.OnSenderReport(arrival * 1e9, time, timestampBase + (uint)(long)Math.Round(media * ClockRate))));
    }

    /// <summary>Of all packets, against capture time plus the least delay of the path.</summary>
    private double WorstErrorMs()
    {
        var cursor = new PieceCursor([.. solved!]);
        return sent.Max(packet => Math.Abs(cursor.TimeNs(packet.Sequence, packet.Timestamp) / 1e6 - (packet.Captured + PathSeconds) * 1e3));
    }
}
