using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class KeyFrameWishesTests
{
    private readonly VirtualClock clock = new();
    private KeyFrameWishes wishes;

    [Fact]
    public void Some_count_at_once_and_the_next_when_it_is_due()
    {
        for (var wish = 0; wish < 8; wish++)
            Assert.Equal(clock.Now, wishes.Take(clock.Now));
        var due = clock.Now.AddMilliseconds(2_000);
        Assert.Equal(due, wishes.Take(clock.Now));
        Assert.Equal(due, wishes.Take(clock.Now));
    }

    [Fact]
    public void Who_asks_all_the_time_is_heard_every_two_seconds()
    {
        var heard = new List<Instant>();
        for (var elapsed = 0; elapsed < 60_000; elapsed += 10)
        {
            if (wishes.Take(clock.Now) == clock.Now)
                heard.Add(clock.Now);
            clock.AdvanceMilliseconds(10);
        }

        Assert.InRange(heard.Count, 30, 8 + 30);
    }
}
