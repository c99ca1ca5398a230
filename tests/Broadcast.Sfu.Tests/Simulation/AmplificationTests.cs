using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What somebody can draw from the worker by asking for the same thing again.</summary>
public sealed class AmplificationTests
{
    [Fact]
    public void Who_nacks_everything_is_sent_no_more_than_half_again_and_the_others_lose_nothing()
    {
        using var world = new World(61);
        var publisher = new SimulatedPublisher(world, 1);
        var honest = new SimulatedViewer(world, 2, publisher.Producer);
        var hostile = new HostileViewer(world, 3, publisher.Producer, Hostility.NacksEverything);
        world.RunFor(10_000);

        Assert.InRange(hostile.RepeatedBytes, 1, hostile.MediaBytes / 2 + RepairBudget.BurstBytes);
        Assert.InRange(hostile.RepeatedBytes + hostile.MediaBytes, 1, hostile.MediaBytes * 3 / 2);
        Assert.True(world.Worker.Drops[DropReason.RepairBudgetSpent] > 0);
        Assert.True(honest.IsContinuous);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.10)]
    public void Who_loses_packets_is_sent_all_of_them_again(double loss)
    {
        using var world = new World(62);
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(1_000);
        viewer.Downlink.Conditions = new LinkConditions { Loss = loss };
        world.RunFor(10_000);
        viewer.Downlink.Conditions = LinkConditions.Perfect;
        world.RunFor(1_000);

        Assert.Equal((0, 0), (viewer.Lost, viewer.Missing));
        Assert.True(viewer.IsContinuous);
        Assert.Equal(0, world.Worker.Drops[DropReason.RepairBudgetSpent]);
    }

    [Fact]
    public void Who_consumes_the_same_again_and_again_is_shown_the_past_once_and_then_within_the_budget()
    {
        using var world = new World(63);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(700);
        var hostile = new HostileViewer(world, 2, publisher.Producer, Hostility.ConsumesAgain);
        var honest = new SimulatedViewer(world, 3, publisher.Producer);
        world.RunFor(5_000);

        Assert.InRange(BytesSentTo(world, hostile), 1, BytesSentTo(world, honest) * 3 / 2 + RepairBudget.BurstBytes);
        Assert.True(world.Worker.Drops[DropReason.RepairBudgetSpent] > 0);
        Assert.True(honest.IsContinuous);
    }

    [Fact]
    public void Who_wants_key_frames_all_the_time_costs_the_publisher_one_every_two_seconds()
    {
        using var world = new World(66);
        var publisher = new SimulatedPublisher(world, 1);
        var hostile = new HostileViewer(world, 2, publisher.Producer, Hostility.WantsKeyFrames);
        var honest = new SimulatedViewer(world, 3, publisher.Producer);
        world.RunFor(60_000);

        Assert.True(hostile.MediaBytes > 0);
        Assert.InRange(publisher.KeyFrameRequests, 10, 8 + 30 + 2);
        Assert.True(honest.IsContinuous);
    }

    [Fact]
    public void Each_producer_is_consumed_once_at_a_time()
    {
        using var world = new World(64);
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);

        var second = new Consume(viewer.Transport, new ConsumerId("second"), publisher.Producer, ChromiumSamples.Receive);
        Assert.Equal(ControlErrorCode.Conflict, world.Request<ControlError>(second).Code);
        world.Request<Accepted>(new CloseConsumer(viewer.Consumer));
        world.Request<ConsumerCreated>(second);
    }

    [Fact]
    public void A_publisher_that_is_too_fast_is_cut_before_anything_is_stored_or_sent_on()
    {
        using var world = new World(65, new WorkerOptions { UdpPort = 40_000, VideoRate = new Rate(600_000, 1_000) });
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(10_000);

        // A second may come at once, ten follow.
        Assert.InRange(BytesSentTo(world, viewer) * 8, 1, 11 * 600_000 * 3 / 2);
        Assert.True(world.Worker.Drops[DropReason.RtpRateLimited] > 100);
    }

    private static long BytesSentTo(World world, SimulatedBrowser viewer) =>
        world.Request<TransportStats>(new GetTransportStats(viewer.Transport)).BytesSent;
}
