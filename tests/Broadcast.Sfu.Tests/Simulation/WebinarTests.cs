using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Tests.Simulation;

public sealed class WebinarTests
{
    private static readonly LinkConditions Poor = new() { Loss = 0.05, Duplication = 0.01, Reordering = 0.01 };

    [Fact]
    public void A_viewer_gets_every_packet_from_the_first_key_frame_on()
    {
        using var world = new World(1);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(500);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(3_000);
        publisher.Stop();
        world.RunFor(500);

        Assert.True(viewer.FirstWasKeyFrame);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(publisher.Packets - 1, viewer.Numbers[^1]);
        Assert.Equal(viewer.Numbers.Count, viewer.Numbers[^1] - viewer.Numbers[0] + 1);
        Assert.True(viewer.SenderReports >= 2);
        Assert.Equal("Yq0qkR3GkdqQYb2v", viewer.Cname);
        Assert.True(publisher.ReceiverReports >= 2);
        Assert.True(publisher.TransportCcMessages >= 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_lost_packet_is_recovered_within_three_round_trips_or_counted(int seed)
    {
        using var world = new World(seed);
        var publisher = new SimulatedPublisher(world, 1);
        var viewers = Enumerable.Range(2, 5).Select(number => new SimulatedViewer(world, number, publisher.Producer)).ToList();
        world.RunFor(1_000);
        publisher.Conditions = Poor;
        viewers.ForEach(viewer => viewer.Conditions = Poor);
        world.RunFor(10_000);
        publisher.Conditions = LinkConditions.Perfect;
        viewers.ForEach(viewer => viewer.Conditions = LinkConditions.Perfect);
        world.RunFor(1_000);
        publisher.Stop();
        world.RunFor(2_000);

        foreach (var viewer in viewers)
        {
            var expected = viewer.Numbers.Max() - viewer.Numbers.Min() + 1;
            Assert.Equal(expected, viewer.Numbers.Count + viewer.Lost);
            Assert.True(viewer.Lost <= expected / 1_000, $"seed {seed}: {viewer.Lost} of {expected} lost");
            var late = viewer.Numbers.Zip(viewer.Arrivals).Count(pair => pair.Second.Since(publisher.MadeAt[pair.First]) > 40_000 + 10_000 + 3 * 40_000);
            Assert.True(late <= expected / 100, $"seed {seed}: {late} of {expected} came later than three round trips");
            Assert.True(viewer.Retransmitted > 0);
        }
        Assert.True(publisher.NackedPackets > 0);
    }

    [Fact]
    public void Many_joiners_cost_the_publisher_few_key_frames()
    {
        using var world = new World(4);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(1_000);
        var before = publisher.KeyFrameRequests;
        var viewers = Enumerable.Range(2, 20).Select(number => new SimulatedViewer(world, number, publisher.Producer)).ToList();
        world.RunFor(1_000);

        Assert.InRange(publisher.KeyFrameRequests - before, 0, 1);
        Assert.All(viewers, viewer => Assert.True(viewer.FirstWasKeyFrame));
    }

    [Fact]
    public void A_frame_leaves_in_one_run_per_viewer()
    {
        using var world = new World(5);
        var publisher = new SimulatedPublisher(world, 1);
        var viewers = Enumerable.Range(2, 3).Select(number => new SimulatedViewer(world, number, publisher.Producer)).ToList();
        world.RunFor(1_000);
        world.Runs.Clear();
        world.RunFor(1_000);

        Assert.InRange(world.Runs.Count(run => run == SimulatedPublisher.PacketsPerFrame), 29 * viewers.Count, 31 * viewers.Count);
    }

    [Fact]
    public void Sequence_numbers_stay_continuous_over_a_pause()
    {
        using var world = new World(6);
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(1_000);
        world.Request<Accepted>(new PauseConsumer(viewer.Consumer));
        world.RunFor(200);
        var paused = viewer.Numbers.Count;
        world.RunFor(1_000);
        Assert.Equal(paused, viewer.Numbers.Count);
        world.Request<Accepted>(new ResumeConsumer(viewer.Consumer));
        world.RunFor(1_000);

        Assert.True(viewer.Numbers.Count > paused + 60);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(0, viewer.Lost);
    }

    [Fact]
    public void A_paused_producer_is_told_of_and_sends_nothing()
    {
        using var world = new World(7);
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(1_000);
        world.Request<Accepted>(new PauseProducer(publisher.Producer));
        world.RunFor(100);
        var paused = viewer.Numbers.Count;
        world.RunFor(500);
        Assert.Equal(paused, viewer.Numbers.Count);
        Assert.Contains(new ProducerPaused(World.Router, viewer.Consumer), world.Notifications);
        world.Request<Accepted>(new ResumeProducer(publisher.Producer));
        world.RunFor(500);

        Assert.Contains(new ProducerResumed(World.Router, viewer.Consumer), world.Notifications);
        Assert.True(viewer.Numbers.Count > paused);
        Assert.True(viewer.IsContinuous);
    }

    [Fact]
    public void A_viewer_over_tcp_sees_the_same_and_its_connection_is_kept_until_it_goes()
    {
        using var world = new World(9);
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer, protocol: TransportProtocol.Tcp);
        world.RunFor(1_000);

        Assert.True(viewer.FirstWasKeyFrame);
        Assert.True(viewer.IsContinuous);
        Assert.Equal([viewer.Tuple], world.KeptConnections);
        Assert.Empty(world.RefusedConnections);
        Assert.Equal("tcp", world.Request<TransportStats>(new GetTransportStats(viewer.Transport)).Protocol);
        world.Request<Accepted>(new CloseTransport(viewer.Transport));
        Assert.Empty(world.KeptConnections);
    }

    [Fact]
    public void A_publisher_over_tcp_is_seen_by_a_viewer_over_udp()
    {
        using var world = new World(11);
        var publisher = new SimulatedPublisher(world, 1, protocol: TransportProtocol.Tcp);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(1_000);

        Assert.True(viewer.FirstWasKeyFrame);
        Assert.True(viewer.IsContinuous);
        Assert.Equal([publisher.Tuple], world.KeptConnections);
    }

    [Fact]
    public void Who_comes_by_tcp_with_a_check_that_is_nobodys_is_refused()
    {
        using var world = new World(12);
        var viewer = world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, new TransportId("viewer")));
        var stranger = TransportTuple.FromIPv4(0x0A00_0001, 5_000, protocol: TransportProtocol.Tcp);

        Check(viewer.IceParameters with { Password = "of somebody else's" });
        Check(viewer.IceParameters with { UsernameFragment = "somebody else's." });
        world.Worker.HandleDatagram(world.Now, world.Now, stranger, new byte[20], world.Output);
        Assert.Equal([stranger, stranger, stranger], world.RefusedConnections);
        Check(viewer.IceParameters);

        Assert.Equal([stranger], world.KeptConnections);
        Assert.Equal(3, world.RefusedConnections.Count);

        void Check(IceParameters credentials)
        {
            var check = new byte[StunMessage.MaxLength];
            var length = SimulatedBrowser.WriteCheck(check, transaction: 1, credentials);
            world.Worker.HandleDatagram(world.Now, world.Now, stranger, check.AsSpan(0, length), world.Output);
        }
    }

    [Fact]
    public void A_viewer_whose_tcp_connection_breaks_has_until_consent_expires_to_come_back()
    {
        using var world = new World(10);
        var publisher = new SimulatedPublisher(world, 1);
        var back = new SimulatedViewer(world, 2, publisher.Producer, protocol: TransportProtocol.Tcp);
        var gone = new SimulatedViewer(world, 3, publisher.Producer, protocol: TransportProtocol.Tcp);
        world.RunFor(1_000);

        world.Disconnect(back);
        world.Disconnect(gone);
        gone.IsSilent = true;
        world.RunFor(20_000);
        Assert.DoesNotContain(world.Notifications, notification => notification is TransportClosed);
        var seen = back.Numbers.Count;
        world.RunFor(20_000);

        Assert.True(back.Numbers.Count > seen);
        Assert.Equal([back.Tuple], world.KeptConnections);
        Assert.Equal([new TransportClosed(World.Router, gone.Transport, "consent lost")], world.Notifications.OfType<TransportClosed>());
    }

    [Fact]
    public void A_peer_that_stops_giving_consent_is_closed_with_a_notification()
    {
        using var world = new World(8);
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(1_000);
        publisher.IsSilent = true;
        world.RunFor(40_000);

        Assert.Contains(new TransportClosed(World.Router, publisher.Transport, "consent lost"), world.Notifications);
        Assert.Contains(new ProducerClosed(World.Router, publisher.Producer), world.Notifications);
        Assert.Contains(new ConsumerClosed(World.Router, viewer.Consumer), world.Notifications);
        Assert.DoesNotContain(world.Notifications, notification => notification is TransportClosed closed && closed.Transport == viewer.Transport);
    }

    [Fact]
    public void Media_round_trips_are_measured()
    {
        using var world = new World(9);
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(5_000);

        var stats = world.Request<TransportStats>(new GetTransportStats(viewer.Transport));
        Assert.Equal(DtlsState.Connected, stats.DtlsState);
        Assert.InRange(stats.RoundTripTimeMs!.Value, 39, 45);
        Assert.True(stats.PacketsSent >= viewer.Numbers.Count);
    }
}
