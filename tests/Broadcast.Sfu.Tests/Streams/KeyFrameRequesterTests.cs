using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class KeyFrameRequesterTests
{
    private readonly VirtualClock clock = new();
    private readonly KeyFrameRequester requester = new(500_000);

    [Fact]
    public void Many_requests_become_one_until_a_key_frame_comes()
    {
        for (var viewer = 0; viewer < 1_000; viewer++)
            requester.Request(clock.Now);
        Assert.True(requester.TryTake(clock.Now));
        Assert.False(requester.TryTake(clock.Now));
        clock.AdvanceMilliseconds(500);
        Assert.True(requester.TryTake(clock.Now), "none came, so it is repeated");
        requester.OnKeyFrame();
        Assert.Equal(Instant.Never, requester.NextTimeout);
    }

    [Fact]
    public void A_request_after_a_key_frame_waits_out_the_interval()
    {
        requester.Request(clock.Now);
        requester.TryTake(clock.Now);
        requester.OnKeyFrame();
        requester.Request(clock.Now);
        Assert.False(requester.TryTake(clock.Now));
        Assert.True(requester.TryTake(requester.NextTimeout));
    }

    [Fact]
    public void Who_can_wait_is_served_by_what_comes_first()
    {
        var later = clock.Now.AddMilliseconds(800);
        requester.Request(later);
        Assert.False(requester.TryTake(clock.Now));
        Assert.Equal(later, requester.NextTimeout);
        requester.Request(clock.Now);
        Assert.True(requester.TryTake(clock.Now), "someone else could not wait");
        requester.OnKeyFrame();
        Assert.Equal(Instant.Never, requester.NextTimeout);
    }

    [Fact]
    public void Asks_for_nothing_unasked() => Assert.False(requester.TryTake(clock.Now));
}
