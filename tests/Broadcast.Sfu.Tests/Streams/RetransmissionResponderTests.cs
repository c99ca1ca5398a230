using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class RetransmissionResponderTests
{
    private readonly VirtualClock clock = new();
    private readonly RetransmissionResponder responder = new(packets: 1_000);

    [Fact]
    public void Resends_a_packet_once_per_round_trip()
    {
        Assert.True(responder.TryResend(clock.Now, 100, 50_000));
        Assert.False(responder.TryResend(clock.Now, 100, 50_000));
        Assert.True(responder.TryResend(clock.Now, 101, 50_000));
        clock.AdvanceMilliseconds(50);
        Assert.True(responder.TryResend(clock.Now, 100, 50_000));
    }

    [Fact]
    public void Remembers_as_many_packets_as_the_ring_holds()
    {
        for (var sequence = 100; sequence < 1_100; sequence++)
            Assert.True(responder.TryResend(clock.Now, sequence, 50_000));
        for (var sequence = 100; sequence < 1_100; sequence++)
            Assert.False(responder.TryResend(clock.Now, sequence, 50_000));
    }

    [Fact]
    public void Holds_an_interval_even_where_the_round_trip_is_nothing()
    {
        Assert.True(responder.TryResend(clock.Now, 100, 0));
        clock.AdvanceMilliseconds(9);
        Assert.False(responder.TryResend(clock.Now, 100, 0));
    }
}
