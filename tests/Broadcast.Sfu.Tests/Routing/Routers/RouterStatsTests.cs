using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing.Routers;

/// <summary>How the browsers of a router receive, as its owner is told.</summary>
public sealed class RouterStatsTests : IDisposable
{
    private readonly World world = new(1);
    private readonly SimulatedPublisher publisher;
    private readonly SimulatedViewer viewer;

    public RouterStatsTests()
    {
        publisher = new SimulatedPublisher(world, 1);
        viewer = new SimulatedViewer(world, 2, publisher.Producer);
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_receiver_that_is_not_connected_yet_is_not_reached() =>
        Assert.Equal(new RouterStats(World.Router, BytesSent: 0, Receivers: 1, Unreached: 1, Lossy: 0), Stats());

    [Theory]
    [InlineData(0, 0)]
    [InlineData(12, 0)]
    [InlineData(13, 1)]
    public void A_receiver_is_lossy_by_its_latest_report(byte reported, int lossy)
    {
        viewer.ReportedLoss = reported;
        world.RunFor(5_000);

        var stats = Stats();
        Assert.Equal((1, 0, lossy), (stats.Receivers, stats.Unreached, stats.Lossy));
    }

    [Fact]
    public void What_was_sent_to_those_who_have_left_still_counts()
    {
        world.RunFor(3_000);
        var before = Stats().BytesSent;
        Assert.True(before > 0);

        world.Request<Accepted>(new CloseTransport(viewer.Transport));

        Assert.Equal(new RouterStats(World.Router, before, Receivers: 0, Unreached: 0, Lossy: 0), Stats());
    }

    [Fact]
    public void Of_a_router_that_is_not_there_there_is_nothing_to_tell() =>
        Assert.IsType<ControlError>(world.Request(new GetRouterStats(new("absent"), 0.05)));

    private RouterStats Stats() => world.Request<RouterStats>(new GetRouterStats(World.Router, LossAbove: 0.05));
}
