using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class RepairBudgetTests
{
    private const int PacketBytes = 1_000;
    private const int StreamBytesPerMs = 300;

    private readonly VirtualClock clock = new();
    private RepairBudget budget;
    private long sent;

    public RepairBudgetTests() => budget = new RepairBudget(clock.Now);

    [Fact]
    public void Who_was_sent_nothing_may_have_no_more_than_the_burst() =>
        Assert.Equal(RepairBudget.BurstBytes, TakeAll());

    [Fact]
    public void Another_node_may_have_more_at_once()
    {
        budget = new RepairBudget(clock.Now, RepairBudget.NodeShare, RepairBudget.NodeBurstBytes);

        Assert.Equal(RepairBudget.NodeBurstBytes, TakeAll());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(400)]
    public void Whoever_asks_for_everything_all_the_time_gets_less_than_half_of_the_stream_and_a_burst(int askEveryMs)
    {
        var repeated = 0L;
        for (var elapsed = 0; elapsed < 20_000; elapsed += askEveryMs)
        {
            Send(askEveryMs);
            repeated += TakeAll();
        }

        Assert.InRange(repeated, sent / 5, sent / 2 + RepairBudget.BurstBytes);
    }

    [Fact]
    public void A_fifth_that_is_lost_all_the_time_is_repaired()
    {
        for (var elapsed = 0; elapsed < 20_000; elapsed += 10)
        {
            Send(10);
            Assert.True(budget.TryTake(clock.Now, sent, 10 * StreamBytesPerMs / 5), $"refused after {elapsed} ms");
        }
    }

    [Fact]
    public void After_a_minute_without_loss_no_more_is_saved_up_than_the_last_second_earned()
    {
        Send(60_000);

        Assert.InRange(TakeAll(), 1, 1_000 * StreamBytesPerMs / 2 + RepairBudget.BurstBytes);
    }

    [Fact]
    public void An_outage_of_a_third_of_a_second_is_repaired_at_once()
    {
        Send(10_000);

        Assert.InRange(TakeAll(), 330 * StreamBytesPerMs, long.MaxValue);
    }

    private void Send(int milliseconds)
    {
        clock.AdvanceMilliseconds(milliseconds);
        sent += milliseconds * StreamBytesPerMs;
    }

    private long TakeAll()
    {
        var taken = 0L;
        while (budget.TryTake(clock.Now, sent, PacketBytes))
            taken += PacketBytes;
        return taken;
    }
}
