using System.Text.Json;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing.Workers;

public sealed class WorkerRequestTests : IDisposable
{
    private static readonly TransportId Send = new("send");
    private static readonly TransportId Recv = new("recv");
    private static readonly ProducerId Video = new("video");
    private static readonly ConsumerId Watching = new("watching");

    private readonly World world = new(1, new WorkerOptions { UdpPort = 40_000, TcpPort = 40_000, MaxTransports = 5, MaxConsumersPerTransport = 2 });

    public void Dispose() => world.Dispose();

    [Fact]
    public void Repeating_a_create_answers_the_same()
    {
        var first = world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, Send));
        var again = world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, Send));
        Assert.Equal(first.IceParameters, again.IceParameters);
        Assert.Equal(["udp", "tcp"], first.IceCandidates.Select(candidate => candidate.Protocol));
        var produced = world.Request<ProducerCreated>(new Produce(Send, Video, MediaKind.Video, ChromiumSamples.Vp8));
        Assert.Equal(produced, world.Request<ProducerCreated>(new Produce(Send, Video, MediaKind.Video, ChromiumSamples.Vp8)));
        world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, Recv));
        var consumed = world.Request<ConsumerCreated>(new Consume(Recv, Watching, Video, ChromiumSamples.Receive));
        Assert.Equal(consumed, world.Request<ConsumerCreated>(new Consume(Recv, Watching, Video, ChromiumSamples.Receive)));
    }

    [Fact]
    public void An_id_that_is_taken_by_something_else_is_a_conflict()
    {
        world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, Send));
        Refused(ControlErrorCode.Conflict, new CreatePlainTransport(World.Router, Send));
        Refused(ControlErrorCode.Conflict, new CreateRouter(World.Router, ChromiumSamples.Receive.Codecs));
        world.Request<ProducerCreated>(new Produce(Send, Video, MediaKind.Video, ChromiumSamples.Vp8));
        Refused(ControlErrorCode.Conflict, new Produce(Send, Video, MediaKind.Audio, ChromiumSamples.Opus));
        Refused(ControlErrorCode.Conflict, new Produce(Send, new ProducerId("other"), MediaKind.Video, ChromiumSamples.Vp8));
    }

    [Fact]
    public void What_is_absent_is_not_found_but_may_be_closed()
    {
        Refused(ControlErrorCode.NotFound, new CreateWebRtcTransport(new RouterId("absent"), Send));
        Refused(ControlErrorCode.NotFound, new Produce(Send, Video, MediaKind.Video, ChromiumSamples.Vp8));
        Refused(ControlErrorCode.NotFound, new PauseProducer(Video));
        Refused(ControlErrorCode.NotFound, new ResumeConsumer(Watching));
        world.Request<Accepted>(new CloseRouter(new RouterId("absent")));
        world.Request<Accepted>(new CloseTransport(Send));
        world.Request<Accepted>(new CloseProducer(Video));
        world.Request<Accepted>(new CloseConsumer(Watching));
    }

    [Fact]
    public void Malformed_requests_change_nothing()
    {
        world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, Send));
        Refused(ControlErrorCode.InvalidArgument, new ConnectWebRtcTransport(Send, new DtlsParameters { Fingerprints = [] }));
        Refused(ControlErrorCode.InvalidArgument, new ConnectWebRtcTransport(Send, new DtlsParameters { Fingerprints = [new DtlsFingerprint("sha-256", "12:34")] }));
        Refused(ControlErrorCode.InvalidArgument, new CreatePlainTransport(World.Router, Recv, ListenIp: "nowhere"));
        Refused(ControlErrorCode.InvalidArgument, new CreateDirectTransport(World.Router, Recv, "unknown"));
        Refused(ControlErrorCode.InvalidState, new ConnectPlainTransport(Send, "127.0.0.1", 5_000));
        Refused(ControlErrorCode.InvalidArgument, new CreateRouter(new RouterId("white space")));
        var dump = world.Request<RouterDump>(new DumpRouter(World.Router));
        Assert.Equal([new(Send, TransportKind.WebRtc)], dump.Transports);
        Assert.Empty(dump.Producers);
    }

    [Fact]
    public void Limits_are_kept()
    {
        for (var i = 0; i < 5; i++)
            world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, new TransportId($"t{i}")));
        Refused(ControlErrorCode.ResourceExhausted, new CreateWebRtcTransport(World.Router, new TransportId("t5")));
        for (var i = 0; i < 3; i++)
            world.Request<ProducerCreated>(new Produce(new TransportId($"t{i + 2}"), new ProducerId($"p{i}"), MediaKind.Video, ChromiumSamples.Vp8));
        for (var i = 0; i < 2; i++)
            Assert.Equal($"{i}", world.Request<ConsumerCreated>(new Consume(new TransportId("t1"), new ConsumerId($"c{i}"), new ProducerId($"p{i}"), ChromiumSamples.Receive)).RtpParameters.Mid);
        Refused(ControlErrorCode.ResourceExhausted, new Consume(new TransportId("t1"), new ConsumerId("c2"), new ProducerId("p2"), ChromiumSamples.Receive));
    }

    [Fact]
    public void A_transport_to_which_no_connection_comes_about_is_closed_after_a_minute_and_says_so()
    {
        world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, Recv));
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, Send, Comedia: true));
        world.RunFor(60_000);
        Assert.Empty(world.Notifications);
        world.RunFor(1);

        Assert.Equal(
            [new TransportClosed(World.Router, Recv, "never connected"), new TransportClosed(World.Router, Send, "never connected")],
            world.Notifications.OfType<TransportClosed>().OrderBy(closed => closed.Transport.Value));
        Assert.Empty(world.OpenSockets);
        Assert.Equal(Instant.Never, world.Worker.NextTimeout);
    }

    [Fact]
    public void Closing_a_router_takes_everything_along_and_says_so()
    {
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, Send, RtcpMux: false, Comedia: true));
        world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, Recv));
        world.Request<ProducerCreated>(new Produce(Send, Video, MediaKind.Video, ChromiumSamples.Vp8));
        world.Request<ConsumerCreated>(new Consume(Recv, Watching, Video, ChromiumSamples.Receive));
        Assert.Equal(2, world.OpenSockets.Count);
        world.Request<Accepted>(new CloseRouter(World.Router));

        Assert.Empty(world.OpenSockets);
        Assert.Contains(new TransportClosed(World.Router, Send, "router closed"), world.Notifications);
        Assert.Contains(new TransportClosed(World.Router, Recv, "router closed"), world.Notifications);
        Refused(ControlErrorCode.NotFound, new DumpRouter(World.Router));
    }

    [Fact]
    public void A_direct_transport_gets_packets_reports_and_events_in_order()
    {
        var sink = world.AddSink("recording/1");
        var encoder = AddEncoder();
        world.Request<Accepted>(new CreateDirectTransport(World.Router, Recv, "recording/1"));
        world.Request<ConsumerCreated>(new Consume(Recv, Watching, Video, null));
        var packet = PlainPackets.Vp8(0, 0, isLast: true, isKeyFrame: true);
        Arrive(encoder, packet);
        Arrive(encoder, packet);
        Arrive(encoder, PlainPackets.SenderReport(PlainPackets.Ssrc));
        world.Request<Accepted>(new SendToDirectTransport(Recv, JsonDocument.Parse("""{"muted":true}""").RootElement));
        world.Request<Accepted>(new PauseProducer(Video));
        world.Request<Accepted>(new CloseTransport(Send));
        world.Request<Accepted>(new CloseTransport(Recv));

        Assert.Equal(packet, Assert.Single(sink.Packets));
        Assert.Equal(["added watching of video", "report of 28", """{"muted":true}""", "paused watching", "closed watching", "end"], sink.Events);
    }

    [Fact]
    public void A_comedia_transport_hears_only_the_first_that_speaks()
    {
        var sink = world.AddSink("recording/1");
        var encoder = AddEncoder();
        world.Request<Accepted>(new CreateDirectTransport(World.Router, Recv, "recording/1"));
        world.Request<ConsumerCreated>(new Consume(Recv, Watching, Video, null));
        Arrive(encoder, PlainPackets.Vp8(0, 0, isLast: true, isKeyFrame: true));
        Arrive(encoder with { Port = 7_777 }, PlainPackets.Vp8(1, 0, isLast: true, isKeyFrame: true));

        Assert.Single(sink.Packets);
        Assert.Equal(1, world.Worker.Drops[DropReason.UnknownTuple]);
    }

    [Fact]
    public void Speech_is_told_of_four_times_a_second_loudest_first_and_once_when_it_ends()
    {
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, Send, Comedia: true));
        var from = TransportTuple.FromIPv4(0x7F00_0001, 6_000, world.OpenSockets.Max());
        world.Request<ProducerCreated>(new Produce(Send, new ProducerId("quiet"), MediaKind.Audio, ChromiumSamples.Opus));
        world.Request<ProducerCreated>(new Produce(Send, new ProducerId("loud"), MediaKind.Audio, ChromiumSamples.Opus with
        {
            Mid = "9",
            Encodings = [new RtpEncodingParameters { Ssrc = 99 }],
        }));
        for (ushort i = 0; i < 100; i++)
        {
            Arrive(from, PlainPackets.Opus(3301214478, i, level: 40));
            Arrive(from, PlainPackets.Opus(99, i, level: (byte)(i < 50 ? 10 : 127)));
            world.RunFor(20);
        }
        var levels = world.Notifications.OfType<AudioLevels>().ToList();
        Assert.InRange(levels.Count, 7, 9);
        Assert.Equal(new ProducerId("loud"), levels[0].Levels[0].Producer);
        Assert.Equal(-10, levels[0].Levels[0].Dbov);
        Assert.Equal(new ProducerId("quiet"), Assert.Single(levels[^1].Levels).Producer);
        world.RunFor(1_000);
    }

    private TransportTuple AddEncoder()
    {
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, Send, Comedia: true));
        world.Request<ProducerCreated>(new Produce(Send, Video, MediaKind.Video, PlainPackets.Parameters));
        return TransportTuple.FromIPv4(0x7F00_0001, 6_000, world.OpenSockets.Max());
    }

    private void Arrive(TransportTuple from, byte[] datagram) => world.Worker.HandleDatagram(world.Now, world.Now, from, datagram.ToArray(), world.Output);

    private void Refused(ControlErrorCode code, WorkerRequest request) =>
        Assert.Equal(code, Assert.IsType<ControlError>(world.Request(request)).Code);
}
