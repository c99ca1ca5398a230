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

    private static SessionTime Time()
    {
        var time = new SessionTime();
        time.OnChunkStart(Opened(epoch: 0, at: 0));
        return time;
    }

    private static JournalChunkStart Opened(int epoch, double at) => new("rtpj", 1, new("test"), epoch, 0, Zero.AddSeconds(at), 0, Zero.AddSeconds(at));

    private static DateTimeOffset At(double seconds) => Zero.AddSeconds(seconds);
}
