namespace Broadcast.Sfu.Tests.Simulation;

public sealed class BitrateLimitTests
{
    [Theory]
    [InlineData(false, 6_000_000)]
    [InlineData(true, 0)]
    public void A_publisher_is_told_a_limit_by_REMB_only_where_transport_cc_does_not_tell_it_more(bool withTransportCc, long limit)
    {
        using var world = new World(31);
        var publisher = new SimulatedPublisher(world, 1, withTransportCc: withTransportCc);
        world.RunFor(3_000);

        // REMB carries 18 significant bits.
        Assert.InRange(publisher.BitrateLimit, limit - limit / 100_000, limit);
        Assert.Equal(withTransportCc, publisher.TransportCcMessages > 0);
    }
}
