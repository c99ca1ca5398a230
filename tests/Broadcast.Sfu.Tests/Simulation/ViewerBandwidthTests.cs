using System.Buffers.Binary;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A camera in three sizes of 130, 390 and 1,150 kbit/s, and viewers whose networks carry what they carry: by the worker that is shipped.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ViewerBandwidthTests
{
    private static readonly WorkerOptions Options = new() { UdpPort = 40_000, ViewerFeedback = BandwidthFeedback.TransportCc };

    [Fact]
    public void Who_joins_on_a_good_network_has_the_largest_picture_after_two_seconds()
    {
        using var world = new World(71, Options);
        var viewer = Join(world, Carries(10_000_000));
        world.RunFor(2_000);

        Assert.Equal(2, viewer.Layer);
    }

    [Theory]
    [InlineData(550_000, 1, 1_000)]
    [InlineData(180_000, 0, 7_000)]
    public void A_network_that_gets_worse_gets_a_smaller_picture_at_once_and_the_largest_again_when_it_is_good(long bps, int layer, long withinMs)
    {
        using var world = new World(72, Options);
        var viewer = Join(world, Carries(4_000_000));
        world.RunFor(5_000);
        Assert.Equal(2, viewer.Layer);

        viewer.Downlink.Conditions = Carries(bps);
        var before = world.Now;
        world.RunFor(10_000);
        Assert.Equal(layer, viewer.Layer);
        Assert.InRange(viewer.LayerSince.Since(before), 0, withinMs * 1_000);

        viewer.Downlink.Conditions = Carries(4_000_000);
        before = world.Now;
        world.RunFor(10_000);
        Assert.Equal(2, viewer.Layer);
        Assert.InRange(viewer.LayerSince.Since(before), 0, 6_000_000);
    }

    [Fact]
    public void A_picture_that_does_not_fit_is_paused_and_tried_again()
    {
        using var world = new World(73, Options);
        var viewer = Join(world, Carries(4_000_000));
        world.RunFor(3_000);
        viewer.Downlink.Conditions = Carries(20_000);
        var isPaused = false;
        for (var step = 0; step < 40; step++)
        {
            world.RunFor(500);
            isPaused |= Stats(world, viewer).Layers!.Single().SpatialLayer is null;
        }
        Assert.True(isPaused);

        viewer.Downlink.Conditions = Carries(4_000_000);
        world.RunFor(30_000);
        Assert.Equal(2, viewer.Layer);
    }

    [Fact]
    public void Loss_that_no_rate_avoids_costs_no_layer()
    {
        using var world = new World(74, Options);
        var viewer = Join(world, Carries(10_000_000) with { Loss = 0.05 });
        world.RunFor(5_000);
        var changes = viewer.Changes;
        world.RunFor(30_000);

        Assert.Equal((2, changes), (viewer.Layer, viewer.Changes));
    }

    [Fact]
    public void A_viewer_is_sent_no_more_than_allowed()
    {
        using var world = new World(75, Options);
        var viewer = Join(world, Carries(10_000_000));
        world.RunFor(3_000);
        world.Request<Accepted>(new SetMaxOutgoingBitrate(viewer.Transport, 500_000));
        world.RunFor(3_000);

        Assert.Equal(1, viewer.Layer);
    }

    [Theory]
    [InlineData("never comes")]
    [InlineData("acknowledges what was not sent")]
    [InlineData("goes backwards")]
    [InlineData("is cut short")]
    public void Who_lies_about_what_arrives_gets_the_smallest_picture_and_nobody_else_notices(string lie)
    {
        using var world = new World(76, Options);
        var camera = new SimulatedCamera(world);
        var honest = Join(world, Carries(10_000_000), camera);
        var liar = Join(world, Carries(10_000_000), camera, number: 3);
        world.RunFor(3_000);
        var clock = 1_000_000;
        liar.Falsify = report => Falsify(report, lie, ref clock);
        world.RunFor(10_000);

        Assert.Equal(2, honest.Layer);
        Assert.Equal(0, liar.Layer);
        if (lie is not "never comes")
            Assert.True(world.Worker.Drops[lie is "is cut short" ? DropReason.RtcpMalformed : DropReason.FeedbackImplausible] > 0);
    }

    [Fact]
    public void Choosing_and_probing_allocate_nothing_after_the_warm_up()
    {
        using var world = new World(77, Options);
        var camera = new SimulatedCamera(world);
        var viewers = Enumerable.Range(2, 4).Select(number => Join(world, Carries(number * 400_000), camera, number)).ToList();
        world.RunFor(10_000);

        world.AllocatedByWorker = 0;
        world.RunFor(10_000);

        Assert.Equal(0, world.AllocatedByWorker);
        Assert.All(viewers, viewer => Assert.True(viewer.Layer >= 0));
    }

    private static byte[]? Falsify(byte[] report, string lie, ref int clock)
    {
        switch (lie)
        {
            case "acknowledges what was not sent":
                BinaryPrimitives.WriteUInt16BigEndian(report.AsSpan(12), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(report.AsSpan(12)) + 20_000));
                return report;
            case "goes backwards":
                clock -= 100;
                BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(16), (uint)clock << 8);
                return report;
            case "is cut short":
                return report[..16];
            default:
                return null;
        }
    }

    private static LayerViewer Join(World world, LinkConditions downlink, SimulatedCamera? camera = null, int number = 2)
    {
        camera ??= new SimulatedCamera(world);
        var viewer = new LayerViewer(world, number, camera.Producer);
        viewer.Downlink.Conditions = downlink;
        return viewer;
    }

    private static LinkConditions Carries(long bps) => new() { BandwidthBps = bps, DelayUs = 30_000 };

    private static TransportStats Stats(World world, LayerViewer viewer) => world.Request<TransportStats>(new GetTransportStats(viewer.Transport));
}
