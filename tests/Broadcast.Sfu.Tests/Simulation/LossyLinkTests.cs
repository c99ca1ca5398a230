namespace Broadcast.Sfu.Tests.Simulation;

public sealed class LossyLinkTests
{
    [Fact]
    public void A_perfect_link_delivers_everything_in_order_after_its_delay()
    {
        var clock = new VirtualClock();
        var link = new LossyLink<int>(1, LinkConditions.Perfect with { JitterUs = 5_000 });
        for (var i = 0; i < 100; i++)
            link.Send(clock.Now, i);
        Assert.False(link.TryReceive(clock.Now.AddMilliseconds(19), out _));
        for (var i = 0; i < 100; i++)
        {
            Assert.True(link.TryReceive(clock.Now.AddMilliseconds(25), out var item));
            Assert.Equal(i, item);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_fate()
    {
        Assert.Equal(Fate(7), Fate(7));
        Assert.NotEqual(Fate(7), Fate(8));
    }

    private static List<int> Fate(int seed)
    {
        var clock = new VirtualClock();
        var link = new LossyLink<int>(seed, new LinkConditions { Loss = 0.3, Duplication = 0.1, Reordering = 0.2 });
        for (var i = 0; i < 200; i++)
            link.Send(clock.Now, i);
        var arrived = new List<int>();
        while (link.TryReceive(clock.Now.AddMilliseconds(100), out var item))
            arrived.Add(item);
        return arrived;
    }
}
