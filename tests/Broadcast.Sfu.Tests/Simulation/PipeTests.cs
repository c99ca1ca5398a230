using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A webinar on two workers of one node: the presenter on one, viewers on the other.</summary>
public sealed class PipeTests : IDisposable
{
    private static readonly TransportId Here = new("here");
    private static readonly TransportId There = new("there");

    private readonly World origin = new(1);
    private readonly World branch;
    private readonly SimulatedPublisher publisher;

    public PipeTests()
    {
        branch = new World(2, neighbour: origin);
        publisher = new SimulatedPublisher(origin, 1);
        Run(1_500);
        Join(origin, Here, There);
        Join(branch, There, Here);
        var piped = origin.Request<ConsumerCreated>(new Consume(Here, new ConsumerId("piped"), publisher.Producer, RtpCapabilities: null));
        branch.Request<ProducerCreated>(new Produce(There, publisher.Producer, piped.Kind, piped.RtpParameters));
    }

    public void Dispose()
    {
        branch.Dispose();
        origin.Dispose();
    }

    [Fact]
    public void A_viewer_on_another_worker_sees_the_whole_webinar()
    {
        var viewer = new SimulatedViewer(branch, 2, publisher.Producer);
        Run(3_000);
        publisher.Stop();
        Run(500);

        Assert.True(viewer.FirstWasKeyFrame);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(publisher.Packets - 1, viewer.Numbers[^1]);
        Assert.Equal(viewer.Numbers.Count, viewer.Numbers[^1] - viewer.Numbers[0] + 1);
        Assert.True(viewer.SenderReports >= 2);
        Assert.Equal("Yq0qkR3GkdqQYb2v", viewer.Cname);
    }

    [Fact]
    public void Packets_cross_once_however_many_watch()
    {
        var before = Crossed();
        var made = publisher.Packets;
        _ = Enumerable.Range(2, 20).Select(number => new SimulatedViewer(branch, number, publisher.Producer)).ToList();
        Run(2_000);

        // And a sender report a second.
        Assert.InRange(Crossed() - before - (publisher.Packets - made), -10, 10);
    }

    [Fact]
    public void Joiners_on_both_workers_cost_the_publisher_few_key_frames()
    {
        var before = publisher.KeyFrameRequests;
        var viewers = Enumerable.Range(2, 10).Select(number => new SimulatedViewer(branch, number, publisher.Producer)).ToList();
        viewers.AddRange(Enumerable.Range(20, 10).Select(number => new SimulatedViewer(origin, number, publisher.Producer)));
        Run(1_000);

        Assert.InRange(publisher.KeyFrameRequests - before, 1, 2);
        Assert.All(viewers, viewer => Assert.True(viewer.FirstWasKeyFrame));
    }

    [Fact]
    public void A_viewer_s_losses_are_mended_by_its_own_worker_and_the_publisher_s_by_the_origin()
    {
        var viewer = new SimulatedViewer(branch, 2, publisher.Producer);
        Run(1_000);
        viewer.Downlink.Conditions = new LinkConditions { Loss = 0.05 };
        publisher.Uplink.Conditions = new LinkConditions { Loss = 0.05 };
        Run(5_000);
        viewer.Conditions = LinkConditions.Perfect;
        publisher.Conditions = LinkConditions.Perfect;
        Run(1_000);

        Assert.True(viewer.Retransmitted > 0);
        Assert.True(publisher.NackedPackets > 0);
        Assert.Equal(0, origin.Request<TransportStats>(new GetTransportStats(Here)).PacketsRetransmitted);
        Assert.Equal(viewer.Numbers.Max() - viewer.Numbers.Min() + 1, viewer.Numbers.Count + viewer.Lost);
        Assert.InRange(viewer.Lost, 0, viewer.Numbers.Count / 500);
    }

    [Fact]
    public void A_pipe_carries_the_layers_that_are_wanted_at_its_far_end()
    {
        var camera = new SimulatedCamera(origin, 7);
        Run(500);
        var piped = origin.Request<ConsumerCreated>(new Consume(Here, new ConsumerId("layers"), camera.Producer, RtpCapabilities: null));
        branch.Request<ProducerCreated>(new Produce(There, camera.Producer, piped.Kind, piped.RtpParameters));
        var viewer = new LayerViewer(branch, 2, camera.Producer);
        Prefer(0);
        Run(11_000);
        Assert.Equal(0, viewer.Layer);

        publisher.Stop();
        var before = Crossed();
        Run(1_000);
        Assert.InRange(Crossed() - before, 25, 40);

        Prefer(null);
        Run(1_000);
        Assert.Equal(2, viewer.Layer);

        branch.Request<Accepted>(new CloseTransport(viewer.Transport));
        Run(11_000);
        before = Crossed();
        Run(1_000);
        Assert.Equal(before, Crossed());
        // The presenter may send less once nobody anywhere has wanted it for a while, and is told so by its own worker alone.
        Run(10_000);
        Assert.Null(Wanted(origin).Last());
        Assert.Empty(Wanted(branch));

        void Prefer(int? layer) => branch.Request<Accepted>(new SetPreferredLayers(viewer.Consumer, layer));

        IEnumerable<int?> Wanted(World world) =>
            world.Notifications.OfType<ProducerWantedLayers>().Where(wanted => wanted.Producer == camera.Producer).Select(wanted => wanted.SpatialLayer);
    }

    [Fact]
    public void A_pipe_whose_far_end_stands_still_drops_and_counts()
    {
        // Only the origin runs: nobody reads.
        origin.RunFor(10_000);
        Assert.True(origin.Worker.Drops[DropReason.PipeOverflow] > 0);
    }

    private long Crossed() => origin.Request<TransportStats>(new GetTransportStats(Here)).PacketsSent;

    private void Run(long milliseconds) => World.RunFor(milliseconds, origin, branch);

    private static void Join(World world, TransportId own, TransportId peer)
    {
        world.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, own));
        world.Request<Accepted>(new ConnectPipeTransport(own, peer));
    }
}
