using Broadcast.Api.Limits;

namespace Broadcast.Api.Tests.Limits;

public sealed class TokenBucketTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void Gives_its_burst_at_once_and_then_by_the_second()
    {
        var bucket = new TokenBucket(new Rate { Burst = 2, PerSecond = 0.5 }, time);
        Assert.Equal(TimeSpan.Zero, bucket.TryTake());
        Assert.Equal(TimeSpan.Zero, bucket.TryTake());
        Assert.Equal(TimeSpan.FromSeconds(2), bucket.TryTake());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, bucket.TryTake());
        Assert.NotEqual(TimeSpan.Zero, bucket.TryTake());
    }

    [Fact]
    public void Holds_no_more_than_its_burst()
    {
        var bucket = new TokenBucket(new Rate { Burst = 2, PerSecond = 1 }, time);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, bucket.TryTake(2));
        Assert.NotEqual(TimeSpan.Zero, bucket.TryTake());
    }

    [Fact]
    public void Remembers_a_debt()
    {
        var bucket = new TokenBucket(new Rate { Burst = 2, PerSecond = 1 }, time);
        Assert.Equal(-3, bucket.Take(5));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(1), bucket.TryTake());
    }
}
