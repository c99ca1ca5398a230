using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What crosses from one node to another, and what of it is seen over there.</summary>
public sealed class NodePipeTests
{
    private static readonly LinkConditions FarAndLossy = new() { Loss = 0.02, DelayUs = 40_000, JitterUs = 5_000, Reordering = 0.02 };

    [Fact]
    public void A_viewer_at_another_node_sees_the_whole_webinar()
    {
        using var nodes = Begin(1, out var publisher);
        var viewer = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Run(3_000);
        publisher.Stop();
        nodes.Run(500);

        Assert.True(viewer.FirstWasKeyFrame);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(publisher.Packets - 1, viewer.Numbers[^1]);
        Assert.Equal(viewer.Numbers.Count, viewer.Numbers[^1] - viewer.Numbers[0] + 1);
        Assert.True(viewer.SenderReports >= 2);
        Assert.Equal("Yq0qkR3GkdqQYb2v", viewer.Cname);
        Assert.Equal((0, 0), (nodes.StatsHere.PacketsRetransmitted, nodes.StatsThere.PacketsLost));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void What_is_lost_between_the_nodes_no_viewer_misses(int seed)
    {
        using var nodes = Begin(seed, out var publisher);
        nodes.Conditions = FarAndLossy;
        var viewer = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Run(20_000);
        nodes.Conditions = LinkConditions.Perfect;
        nodes.Run(500);
        publisher.Stop();
        nodes.Run(1_000);

        Assert.Equal(0, viewer.Lost);
        Assert.Equal(0, viewer.Missing);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(viewer.Numbers.Count, viewer.Numbers.Max() - viewer.Numbers.Min() + 1);
        Assert.Equal(0, nodes.StatsThere.PacketsLost);
        Assert.InRange(nodes.StatsHere.PacketsRetransmitted, nodes.Out.Downlink.Dropped / 2, nodes.Out.Downlink.Dropped * 3);
    }

    [Fact]
    public void The_link_is_measured()
    {
        using var nodes = Begin(6, out var publisher);
        _ = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Conditions = FarAndLossy with { Loss = 0.1, JitterUs = 0, Reordering = 0 };
        nodes.Run(25_000);

        Assert.InRange(nodes.StatsHere.RoundTripTimeMs!.Value, 75, 90);
        Assert.InRange(nodes.StatsThere.RoundTripTimeMs!.Value, 75, 90);
        Assert.InRange(nodes.StatsHere.OutgoingLoss!.Value, 0.03, 0.25);
        Assert.InRange(nodes.StatsThere.IncomingLoss!.Value, 0.03, 0.25);
        Assert.Equal((true, true), (nodes.StatsHere.Alive, nodes.StatsThere.Alive));
    }

    [Fact]
    public void Packets_cross_once_however_many_watch()
    {
        using var nodes = Begin(7, out var publisher);
        _ = Enumerable.Range(2, 20).Select(number => new SimulatedViewer(nodes.Edge, number, publisher.Producer)).ToList();
        nodes.Run(1_000);
        var (before, made) = (nodes.StatsHere.PacketsSent, publisher.Packets);
        nodes.Run(2_000);

        Assert.InRange(nodes.StatsHere.PacketsSent - before - (publisher.Packets - made), -5, 5);
    }

    [Fact]
    public void Who_joins_at_the_edge_costs_the_origin_no_key_frame()
    {
        using var nodes = Begin(8, out var publisher);
        var first = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Run(600);
        Assert.True(first.FirstWasKeyFrame);
        var before = publisher.KeyFrameRequests;
        var others = Enumerable.Range(3, 20).Select(number => new SimulatedViewer(nodes.Edge, number, publisher.Producer)).ToList();
        nodes.Run(400);

        Assert.All(others, viewer => Assert.True(viewer.FirstWasKeyFrame));
        Assert.Equal(before, publisher.KeyFrameRequests);
    }

    [Fact]
    public void A_crowd_that_joins_at_the_edge_asks_the_presenter_once()
    {
        using var nodes = Begin(9, out var publisher);
        nodes.Run(3_000);
        var before = publisher.KeyFrameRequests;
        var viewers = Enumerable.Range(2, 20).Select(number => new SimulatedViewer(nodes.Edge, number, publisher.Producer)).ToList();
        nodes.Run(900);

        Assert.All(viewers, viewer => Assert.True(viewer.FirstWasKeyFrame));
        Assert.Equal(before + 1, publisher.KeyFrameRequests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_key_frame_is_asked_for_again_soon_where_the_way_back_is_bad_and_the_presenter_makes_no_more_of_them(int seed)
    {
        using var nodes = Begin(seed + 100, out var publisher);
        nodes.Out.Downlink.Conditions = new LinkConditions { DelayUs = 40_000 };
        nodes.Back.Downlink.Conditions = new LinkConditions { DelayUs = 40_000, Loss = 0.3 };
        nodes.Run(9_000);
        var (before, asked) = (publisher.KeyFrameRequests, nodes.Edge.Now);
        var viewer = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Run(2_500);

        Assert.True(viewer.FirstWasKeyFrame);
        Assert.InRange(viewer.Arrivals[0].Since(asked), 0, 1_000_000);
        Assert.Equal(before + 1, publisher.KeyFrameRequests);
    }

    [Fact]
    public void The_packets_of_a_frame_leave_as_one_message()
    {
        using var nodes = Begin(10, out _);
        nodes.Run(1_000);
        nodes.Origin.Runs.Clear();
        nodes.Run(1_000);

        // The publisher is sent reports besides, and the edge signs of life.
        Assert.InRange(nodes.Origin.Runs.Count(run => run == SimulatedPublisher.PacketsPerFrame), 29, 31);
        Assert.DoesNotContain(nodes.Origin.Runs, run => run is > 1 and < SimulatedPublisher.PacketsPerFrame);
    }

    [Fact]
    public void Everything_but_the_numbers_is_as_the_presenter_sent_it()
    {
        using var nodes = new TwoNodes(11);
        nodes.Origin.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, new TransportId("encoder"), Comedia: true));
        var microphone = new ProducerId("microphone");
        nodes.Origin.Request<ProducerCreated>(new Produce(new TransportId("encoder"), microphone, MediaKind.Audio, ChromiumSamples.Opus));
        nodes.Pipe(microphone);
        var sink = nodes.Edge.AddSink("sink");
        nodes.Edge.Request<Accepted>(new CreateDirectTransport(World.Router, new TransportId("tap"), "sink"));
        nodes.Edge.Request<ConsumerCreated>(new Consume(new TransportId("tap"), new ConsumerId("tap"), microphone));
        nodes.Run(100);
        var encoder = TransportTuple.FromIPv4(0x7F00_0001, 6_000, nodes.Origin.OpenSockets.Max());
        var sent = Enumerable.Range(0, 50).Select(number => PlainPackets.Opus(ChromiumSamples.Opus.Encodings[0].Ssrc!.Value, (ushort)(65_520 + number), (byte)number)).ToList();
        sent.ForEach(packet => nodes.Origin.Deliver(encoder, packet.ToArray()));
        nodes.Run(100);

        Assert.Equal(sent.Select(Essence), sink.Packets.Select(Essence));
        Assert.Equal(Enumerable.Range(0, 50), sink.Packets.Select(packet => packet[2] << 8 | packet[3]));

        static string Essence(byte[] packet)
        {
            Assert.True(RtpPacket.TryParse(packet, out var parsed));
            return $"{parsed.PayloadType} {parsed.Marker} {parsed.Timestamp} {Convert.ToHexString(packet.AsSpan(12))}";
        }
    }

    [Fact]
    public void A_presenter_at_the_edge_is_seen_at_the_origin_by_the_same_pipe()
    {
        using var nodes = Begin(12, out _);
        var guest = new SimulatedPublisher(nodes.Edge, 5);
        nodes.Run(1_000);
        var created = nodes.Edge.Request<ConsumerCreated>(new Consume(TwoNodes.There, new ConsumerId("reversed"), guest.Producer));
        nodes.Origin.Request<ProducerCreated>(new Produce(TwoNodes.Here, guest.Producer, created.Kind, created.RtpParameters));
        var viewer = new SimulatedViewer(nodes.Origin, 6, guest.Producer);
        nodes.Conditions = FarAndLossy;
        nodes.Run(5_000);
        nodes.Conditions = LinkConditions.Perfect;
        nodes.Run(1_000);

        Assert.True(viewer.Numbers.Count > 500);
        Assert.Equal(0, viewer.Lost);
    }

    [Fact]
    public void What_the_presenter_loses_costs_no_key_frames_because_the_nodes_are_near()
    {
        using var nodes = Begin(15, out var publisher);
        nodes.Conditions = new LinkConditions { DelayUs = 500 };
        var viewer = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        publisher.Conditions = new LinkConditions { Loss = 0.1, DelayUs = 100_000 };
        nodes.Run(1_500);
        var before = publisher.KeyFrameRequests;
        nodes.Run(20_000);
        publisher.Conditions = LinkConditions.Perfect;
        nodes.Run(2_000);

        Assert.True(publisher.NackedPackets > 200);
        Assert.Equal(0, nodes.StatsThere.PacketsLost);
        Assert.Equal(before, publisher.KeyFrameRequests);
        Assert.True(viewer.Numbers.Count > 2_500);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_viewer_beyond_the_edge_sees_it_too_and_what_is_wanted_there_is_asked_for(bool onAnotherWorker)
    {
        using var nodes = new TwoNodes(16);
        var camera = new SimulatedCamera(nodes.Origin);
        nodes.Run(500);
        nodes.Pipe(camera.Producer);
        using var beyond = new World(18, neighbour: nodes.Edge);
        if (onAnotherWorker)
            JoinWithinTheNode(nodes.Edge, beyond);
        else
            JoinOverTheNetwork(nodes.Edge, beyond);
        var piped = nodes.Edge.Request<ConsumerCreated>(new Consume(new TransportId("onward"), new ConsumerId("onward"), camera.Producer));
        beyond.Request<ProducerCreated>(new Produce(new TransportId("end"), camera.Producer, piped.Kind, piped.RtpParameters));
        var viewer = new LayerViewer(beyond, 2, camera.Producer);
        Run(1_000);
        Assert.Equal(2, viewer.Layer);

        beyond.Request<Accepted>(new SetPreferredLayers(viewer.Consumer, 0));
        Run(25_000);
        var before = nodes.StatsHere.PacketsSent;
        Run(1_000);
        Assert.Equal(0, viewer.Layer);
        Assert.InRange(nodes.StatsHere.PacketsSent - before, 25, 35);

        beyond.Request<Accepted>(new SetPreferredLayers(viewer.Consumer));
        Run(1_000);
        Assert.Equal(2, viewer.Layer);

        void Run(long milliseconds) => World.RunFor(milliseconds, nodes.Origin, nodes.Edge, beyond);
    }

    [Fact]
    public void A_presenter_who_begins_anew_is_followed()
    {
        using var nodes = new TwoNodes(13);
        nodes.Origin.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, new TransportId("encoder"), Comedia: true));
        var camera = new ProducerId("camera");
        nodes.Origin.Request<ProducerCreated>(new Produce(new TransportId("encoder"), camera, MediaKind.Video, PlainPackets.Parameters));
        nodes.Pipe(camera);
        var encoder = TransportTuple.FromIPv4(0x7F00_0001, 6_000, nodes.Origin.OpenSockets.Max());
        var viewer = new SimulatedViewer(nodes.Edge, 2, camera);
        nodes.Run(500);
        Send(first: 100, timestamp: 90_000);
        Send(first: 40_000, timestamp: 0x8000_0000);

        Assert.Equal(40_199, viewer.Numbers[^1]);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(0, viewer.Lost);
        Assert.All(viewer.Timestamps.Zip(viewer.Timestamps.Skip(1)), pair => Assert.InRange(SequenceNumber.Distance(pair.First, pair.Second), 0, 90_000));

        void Send(ushort first, uint timestamp)
        {
            for (ushort number = 0; number < 200; number++)
            {
                var frame = number / 5;
                nodes.Origin.Deliver(encoder, PlainPackets.Vp8((ushort)(first + number), timestamp + (uint)frame * 3_000, isLast: number % 5 == 4, isKeyFrame: frame % 10 == 0));
                if (number % 5 == 4)
                    nodes.Run(33);
            }
            nodes.Run(300);
        }
    }

    [Fact]
    public void Crossing_and_being_mended_allocate_nothing_after_the_warm_up()
    {
        using var nodes = Begin(14, out var publisher);
        _ = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Conditions = FarAndLossy;
        nodes.Run(6_000);

        nodes.Origin.AllocatedByWorker = nodes.Edge.AllocatedByWorker = 0;
        nodes.Run(4_000);

        Assert.Equal((0, 0), (nodes.Origin.AllocatedByWorker, nodes.Edge.AllocatedByWorker));
    }

    private static void JoinWithinTheNode(World from, World to)
    {
        from.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, new TransportId("onward")));
        to.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, new TransportId("end")));
        from.Request<Accepted>(new ConnectPipeTransport(new TransportId("onward"), new TransportId("end")));
        to.Request<Accepted>(new ConnectPipeTransport(new TransportId("end"), new TransportId("onward")));
    }

    private static void JoinOverTheNetwork(World from, World to)
    {
        var here = from.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, new TransportId("onward"), Network: true)).Address!;
        // Worlds number their ports alike: another address than the origin's.
        var there = to.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, new TransportId("end"), Network: true)).Address! with { Ip = "127.0.0.2" };
        _ = new NodeLink(from, here, to, there);
        _ = new NodeLink(to, there, from, here);
        from.Request<Accepted>(new ConnectPipeTransport(new TransportId("onward"), new TransportId("end"), there));
        to.Request<Accepted>(new ConnectPipeTransport(new TransportId("end"), new TransportId("onward"), here));
    }

    private static TwoNodes Begin(int seed, out SimulatedPublisher publisher)
    {
        var nodes = new TwoNodes(seed);
        publisher = new SimulatedPublisher(nodes.Origin, 1);
        nodes.Run(1_500);
        nodes.Pipe(publisher.Producer);
        return nodes;
    }
}
