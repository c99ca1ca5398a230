using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Io;

public class SocketCountersTests
{
    [Fact]
    public void The_longest_turn_is_the_time_between_two_waits_and_is_told_once()
    {
        var counters = new SocketCounters();
        counters.CountWait(new Instant(0), new Instant(1_000));
        counters.CountWait(new Instant(1_700), new Instant(2_000));
        counters.CountWait(new Instant(2_100), new Instant(2_100));
        Assert.Equal(1_300, counters.WaitedUs);
        Assert.Equal(700, counters.TakeLongestTurnUs());
        Assert.Equal(0, counters.TakeLongestTurnUs());
    }
}
