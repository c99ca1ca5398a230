using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>An edge that feeds another one, and that one's producers when they come another way.</summary>
public sealed class RelayTests
{
    private static readonly LinkConditions FarAndLossy = new() { Loss = 0.02, DelayUs = 40_000, JitterUs = 5_000, Reordering = 0.02 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_lost_on_either_hop_no_viewer_misses(int seed)
    {
        using var nodes = new TwoNodes(seed);
        using var beyond = new World(seed + 7, neighbour: nodes.Edge);
        var publisher = new SimulatedPublisher(nodes.Origin, 1);
        Run(1_500);
        nodes.Pipe(publisher.Producer);
        var hop = new Hop(nodes.Edge, beyond, 1);
        hop.Pipe(publisher.Producer);
        nodes.Conditions = hop.Conditions = FarAndLossy;
        var viewer = new SimulatedViewer(beyond, 2, publisher.Producer);
        Run(15_000);
        nodes.Conditions = hop.Conditions = LinkConditions.Perfect;
        Run(500);
        publisher.Stop();
        Run(1_000);

        Assert.True(viewer.Numbers.Count > 2_000);
        Assert.Equal((0, 0), (viewer.Lost, viewer.Missing));
        Assert.True(viewer.IsContinuous);

        void Run(long milliseconds) => World.RunFor(milliseconds, nodes.Origin, nodes.Edge, beyond);
    }

    [Fact]
    public void A_crowd_behind_a_relay_asks_the_presenter_once_and_a_pause_reaches_it()
    {
        using var nodes = new TwoNodes(21);
        using var beyond = new World(28, neighbour: nodes.Edge);
        var publisher = new SimulatedPublisher(nodes.Origin, 1);
        Run(1_500);
        nodes.Pipe(publisher.Producer);
        new Hop(nodes.Edge, beyond, 1).Pipe(publisher.Producer);
        Run(3_000);
        var before = publisher.KeyFrameRequests;
        var viewers = Enumerable.Range(2, 20).Select(number => new SimulatedViewer(beyond, number, publisher.Producer)).ToList();
        Run(900);
        Assert.All(viewers, viewer => Assert.True(viewer.FirstWasKeyFrame));
        Assert.Equal(before + 1, publisher.KeyFrameRequests);

        foreach (var world in (World[])[nodes.Origin, nodes.Edge, beyond])
            world.Request<Accepted>(new PauseProducer(publisher.Producer));
        Run(200);
        var seen = viewers[0].Numbers.Count;
        Run(500);
        Assert.Equal(seen, viewers[0].Numbers.Count);
        foreach (var world in (World[])[nodes.Origin, nodes.Edge, beyond])
            world.Request<Accepted>(new ResumeProducer(publisher.Producer));
        Run(1_500);
        Assert.True(viewers[0].Numbers.Count > seen + 100);

        void Run(long milliseconds) => World.RunFor(milliseconds, nodes.Origin, nodes.Edge, beyond);
    }

    /// <summary>By another pipe, while whoever watches stays; its numbers begin near the former ones.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(1_000)]
    [InlineData(6_000)]
    public void A_viewer_stays_and_sees_on_when_their_node_is_fed_by_another_one(int beforeMs)
    {
        using var nodes = new TwoNodes(31);
        using var beyond = new World(38, neighbour: nodes.Edge);
        using var branch = new World(39, neighbour: beyond);
        var publisher = new SimulatedPublisher(nodes.Origin, 1);
        Run(1_500);
        nodes.Pipe(publisher.Producer);
        var former = new Hop(nodes.Edge, beyond, 1);
        former.Pipe(publisher.Producer);
        // The node has spread the router over a second worker.
        PipeWithin(beyond, branch, publisher.Producer);
        var viewers = (SimulatedViewer[])[new(beyond, 2, publisher.Producer), new(branch, 3, publisher.Producer)];
        Run(1_000 + beforeMs);
        Assert.All(viewers, viewer => Assert.True(viewer.FirstWasKeyFrame));

        var next = new Hop(nodes.Origin, beyond, 2);
        var parameters = next.Consume(publisher.Producer);
        var move = new MoveProducer(next.There, publisher.Producer, parameters);
        beyond.Request<Accepted>(move);
        beyond.Request<Accepted>(move);
        beyond.Request<Accepted>(new CloseTransport(former.There));
        nodes.Edge.Request<Accepted>(new CloseTransport(former.Here));
        var (movedAt, seen) = (beyond.Now, viewers.Select(viewer => viewer.Numbers.Count).ToArray());
        Run(3_000);
        publisher.Stop();
        Run(500);

        Assert.All(viewers.Zip(seen), pair =>
        {
            var (viewer, before) = pair;
            Assert.InRange(viewer.Arrivals[before..].Zip(viewer.Arrivals.Skip(before + 1)).Max(step => step.Second.Since(step.First)), 0, 1_000_000);
            Assert.InRange(viewer.Arrivals[before].Since(movedAt), 0, 1_500_000);
            Assert.Equal(publisher.Packets - 1, viewer.Numbers[^1]);
            Assert.True(viewer.IsContinuous);
            Assert.Equal((0, 0), (viewer.Lost, viewer.Missing));
            Assert.All(viewer.Timestamps.Zip(viewer.Timestamps.Skip(1)), step => Assert.InRange(SequenceNumber.Distance(step.First, step.Second), 0, 180_000));
        });

        void Run(long milliseconds) => World.RunFor(milliseconds, nodes.Origin, nodes.Edge, beyond, branch);
    }

    [Fact]
    public void A_producer_moves_only_to_a_pipe_that_carries_the_same()
    {
        using var nodes = new TwoNodes(41);
        using var beyond = new World(48, neighbour: nodes.Edge);
        var publisher = new SimulatedPublisher(nodes.Origin, 1);
        World.RunFor(1_500, nodes.Origin, nodes.Edge, beyond);
        nodes.Pipe(publisher.Producer);
        new Hop(nodes.Edge, beyond, 1).Pipe(publisher.Producer);
        var next = new Hop(nodes.Origin, beyond, 2);
        var parameters = next.Consume(publisher.Producer);
        beyond.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, new TransportId("plain"), Comedia: true));

        Assert.Equal(ControlErrorCode.NotFound, Refused(new MoveProducer(next.There, new("nobody"), parameters)));
        Assert.Equal(ControlErrorCode.NotFound, Refused(new MoveProducer(new("nowhere"), publisher.Producer, parameters)));
        Assert.Equal(ControlErrorCode.InvalidState, Refused(new MoveProducer(new("plain"), publisher.Producer, parameters)));
        Assert.Equal(ControlErrorCode.Conflict, Refused(new MoveProducer(next.There, publisher.Producer, ChromiumSamples.Vp8)));
        Assert.Equal(ControlErrorCode.InvalidArgument, Refused(new MoveProducer(next.There, publisher.Producer, parameters with { Encodings = [new RtpEncodingParameters()] })));

        ControlErrorCode Refused(WorkerRequest request) => beyond.Request<ControlError>(request).Code;
    }

    private static void PipeWithin(World from, World to, ProducerId producer)
    {
        from.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, new TransportId("inward")));
        to.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, new TransportId("branch")));
        from.Request<Accepted>(new ConnectPipeTransport(new TransportId("inward"), new TransportId("branch")));
        to.Request<Accepted>(new ConnectPipeTransport(new TransportId("branch"), new TransportId("inward")));
        var piped = from.Request<ConsumerCreated>(new Consume(new TransportId("inward"), new ConsumerId("inward"), producer));
        to.Request<ProducerCreated>(new Produce(new TransportId("branch"), producer, piped.Kind, piped.RtpParameters));
    }

    /// <summary>A pipe from one node to another one.</summary>
    private sealed class Hop
    {
        private readonly World from;
        private readonly World to;
        private readonly NodeLink way;
        private readonly NodeLink back;

        /// <param name="number">Makes addresses of its own, since worlds number their ports alike.</param>
        public Hop(World from, World to, int number)
        {
            (this.from, this.to, Here, There) = (from, to, new($"here{number}"), new($"there{number}"));
            var here = from.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, Here, Network: true)).Address! with { Ip = $"127.0.1.{number}" };
            var there = to.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, There, Network: true)).Address! with { Ip = $"127.0.2.{number}" };
            (way, back) = (new NodeLink(from, here, to, there), new NodeLink(to, there, from, here));
            from.Request<Accepted>(new ConnectPipeTransport(Here, There, there));
            to.Request<Accepted>(new ConnectPipeTransport(There, Here, here));
        }

        public TransportId Here { get; }
        public TransportId There { get; }

        public LinkConditions Conditions
        {
            set => (way.Downlink.Conditions, back.Downlink.Conditions) = (value, value);
        }

        public RtpParameters Consume(ProducerId producer) =>
            from.Request<ConsumerCreated>(new Consume(Here, new ConsumerId($"over-{Here}"), producer)).RtpParameters;

        public void Pipe(ProducerId producer) => to.Request<ProducerCreated>(new Produce(There, producer, MediaKind.Video, Consume(producer)));
    }
}
