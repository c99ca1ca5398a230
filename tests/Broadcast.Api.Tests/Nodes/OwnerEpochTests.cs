using Broadcast.Api.Nodes;

namespace Broadcast.Api.Tests.Nodes;

public sealed class OwnerEpochTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime time = new();

    [Fact]
    public void Who_begins_later_has_the_higher_one_and_keeps_it()
    {
        var first = new OwnerEpoch(time);
        var before = first.Value;
        time.Advance(Minute);

        Assert.True(new OwnerEpoch(time).Value > first.Value);
        Assert.Equal(before, first.Value);
    }

    [Fact]
    public void One_that_the_node_is_given_to_passes_a_former_owner_whose_clock_is_a_minute_ahead()
    {
        var epoch = new OwnerEpoch(time);
        var former = epoch.Value + (long)Minute.TotalMilliseconds;

        Assert.True(epoch.TryPass(former));
        Assert.Equal(former + 1, epoch.Value);
    }

    [Fact]
    public void One_that_had_the_node_passes_nobody()
    {
        var epoch = new OwnerEpoch(time);
        epoch.Admit();

        Assert.False(epoch.TryPass(epoch.Value + 1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(long.MaxValue)]
    public void A_node_that_says_no_such_thing_is_not_believed(long? newest)
    {
        var epoch = new OwnerEpoch(time);

        Assert.False(epoch.TryPass(newest));
    }
}
