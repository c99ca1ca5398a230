using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class RateLimitTests
{
    private const int PacketBytes = 1_000;

    private static readonly Rate Allowed = new(BitsPerSecond: 800_000, PacketsPerSecond: 500);

    private readonly VirtualClock clock = new();
    private RateLimit limit;

    [Fact]
    public void A_second_may_come_at_once() => Assert.Equal(100, TakeAll(PacketBytes));

    [Fact]
    public void Small_packets_are_limited_in_number() => Assert.Equal(500, TakeAll(bytes: 20));

    [Fact]
    public void What_comes_in_time_is_taken_for_ever()
    {
        for (var packet = 0; packet < 10_000; packet++)
        {
            Assert.True(limit.TryTake(clock.Now, PacketBytes, Allowed), $"packet {packet}");
            clock.AdvanceMilliseconds(10);
        }
    }

    [Fact]
    public void No_more_than_a_second_is_saved_up()
    {
        TakeAll(PacketBytes);
        clock.AdvanceMilliseconds(60_000);
        Assert.Equal(100, TakeAll(PacketBytes));
    }

    private int TakeAll(int bytes)
    {
        var taken = 0;
        while (limit.TryTake(clock.Now, bytes, Allowed))
            taken++;
        return taken;
    }
}
