using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.Tests.Tracks;

public sealed class SessionTimeTests
{
    private static readonly DateTimeOffset Zero = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public void What_was_written_down_late_happened_when_it_says() => Assert.Equal(9.6e9, Time().When(At(9.6), 10e9), 1e3);

    [Fact]
    public void A_pause_before_it_does_not_count()
    {
        var time = Time();
        time.OnPaused(4e9);
        time.OnChunkStart(Opened(epoch: 1, at: 7));
        Assert.Equal(6.6e9, time.When(At(9.6), 7e9), 1e3);
    }

    [Theory]
    [InlineData(10.5)]
    [InlineData(2)]
    [InlineData(-3)]
    public void A_wall_clock_that_was_set_is_not_believed(double at) => Assert.Equal(10e9, Time().When(At(at), 10e9));

    [Fact]
    public void Without_a_time_it_happened_when_it_was_written_down() => Assert.Equal(10e9, Time().When(null, 10e9));

    [Fact]
    public void Another_node_whose_clock_is_behind_goes_on_where_the_stage_says()
    {
        var time = StartedAtHalfPastSix();
        time.OnChunkStart(Opened(epoch: 1, at: -50), lastNs: 10e9);
        Assert.Equal(10e9, SessionNs(time, 0));
        Assert.Equal(13e9, time.OnContinued(1, HalfPastSix(13), SessionNs(time, 0), lastNs: 10e9), 1e3);
        Assert.Equal(15e9, SessionNs(time, 2), 1e3);
    }

    [Fact]
    public void Another_node_whose_clock_is_ahead_goes_on_where_the_stage_says()
    {
        var time = StartedAtHalfPastSix();
        time.OnPaused(4e9);
        time.OnChunkStart(Opened(epoch: 1, at: 7));
        time.OnChunkStart(Opened(epoch: 2, at: 73), lastNs: 7e9);
        Assert.Equal(10e9, time.OnContinued(2, HalfPastSix(13), SessionNs(time, 0, epoch: 2), lastNs: 7e9), 1e3);
        Assert.Equal(11e9, SessionNs(time, 1, epoch: 2), 1e3);
    }

    [Fact]
    public void Another_node_whose_clock_is_right_is_believed()
    {
        var time = StartedAtHalfPastSix();
        time.OnChunkStart(Opened(epoch: 1, at: 13), lastNs: 10e9);
        Assert.Equal(13.2e9, time.OnContinued(1, HalfPastSix(13), 13.2e9, lastNs: 10e9));
        Assert.Equal(13e9, SessionNs(time, 0), 1e3);
    }

    /// <summary>By the clock of the stage, which is not that of the nodes.</summary>
    private static SessionTime StartedAtHalfPastSix()
    {
        var time = Time();
        time.OnStarted(HalfPastSix(0), 0);
        return time;
    }

    private static DateTimeOffset HalfPastSix(double seconds) => Zero.AddHours(6.5).AddSeconds(seconds);

    private static double SessionNs(SessionTime time, double seconds, int epoch = 1)
    {
        Assert.True(time.TryToSessionNs(epoch, (long)(seconds * 1e9), out var ns));
        return ns;
    }

    private static SessionTime Time()
    {
        var time = new SessionTime();
        time.OnChunkStart(Opened(epoch: 0, at: 0));
        return time;
    }

    private static JournalChunkStart Opened(int epoch, double at) => new("rtpj", 1, new("test"), epoch, 0, Zero.AddSeconds(at), 0, Zero.AddSeconds(at));

    private static DateTimeOffset At(double seconds) => Zero.AddSeconds(seconds);
}
