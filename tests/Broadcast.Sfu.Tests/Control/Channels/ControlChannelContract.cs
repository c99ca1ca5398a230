using System.Diagnostics;
using System.Text.Json;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Hosting;
using Broadcast.TestHost;

namespace Broadcast.Sfu.Tests.Control.Channels;

/// <summary>What every channel to a media node keeps to. The node is a real one with real threads and sockets.</summary>
public abstract class ControlChannelContract : IAsyncLifetime
{
    private static readonly RouterId Router = new("router");
    private static readonly CancellationToken Forever = CancellationToken.None;

    private protected ControlNode Node { get; private set; } = null!;

    private protected BrokenSinks Sinks { get; } = new();

    protected IControlChannel Channel { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Node = await ControlNode.StartAsync(Sinks, IsControlled);
        Channel = await OpenAsync();
    }

    public virtual async Task DisposeAsync()
    {
        await Node.DisposeAsync();
        Sinks.Dispose();
    }

    /// <summary>Whether the node is owned over the network.</summary>
    private protected virtual bool IsControlled => true;

    protected abstract Task<IControlChannel> OpenAsync();

    [Fact]
    public async Task A_router_with_transport_producer_and_consumer_opens_and_closes()
    {
        var created = await Request<RouterCreated>(new CreateRouter(Router));
        Assert.Equal("audio/opus", created.RtpCapabilities.Codecs[0].MimeType);

        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, new("send")));
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, new("recv")));
        await Request<ProducerCreated>(new Produce(new("send"), new("camera"), MediaKind.Video, ChromiumSamples.Vp8));
        var consumer = await Request<ConsumerCreated>(new Consume(new("recv"), new("viewer"), new("camera"), ChromiumSamples.Receive, Paused: true));
        Assert.Equal("video/VP8", consumer.RtpParameters.Codecs[0].MimeType);
        await Request<Accepted>(new ResumeConsumer(new("viewer")));

        await Request<Accepted>(new CloseRouter(Router));
        Assert.Equal(ControlErrorCode.NotFound, (await Request<ControlError>(new ResumeConsumer(new("viewer")))).Code);
    }

    [Fact]
    public async Task Repeating_a_request_answers_the_same()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        var first = await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, new("t")));

        await Request<RouterCreated>(new CreateRouter(Router));
        var second = await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, new("t")));

        Assert.Equal(first.IceParameters, second.IceParameters);
    }

    [Fact]
    public async Task Requests_are_carried_out_in_the_order_in_which_they_are_begun()
    {
        ControlResponse[] answers = await Task.WhenAll(
            Ask(new CreateRouter(Router)),
            Ask(new CreateWebRtcTransport(Router, new("send"))),
            Ask(new Produce(new("send"), new("camera"), MediaKind.Video, ChromiumSamples.Vp8)),
            Ask(new PauseProducer(new("camera"))),
            Ask(new CloseRouter(Router)));

        Assert.DoesNotContain(answers, answer => answer is ControlError);
    }

    [Fact]
    public async Task What_is_not_there_may_be_closed_but_not_used()
    {
        await Request<Accepted>(new CloseTransport(new("nowhere")));

        var error = await Request<ControlError>(new RestartIce(new("nowhere")));

        Assert.Equal((ControlErrorCode.NotFound, "Nothing is open under the id 'nowhere'."), (error.Code, error.Message));
    }

    [Fact]
    public async Task A_request_that_breaks_its_declared_rules_is_an_error_that_names_the_field()
    {
        var error = await Request<ControlError>(new ConnectPlainTransport(new("t"), "127.0.0.1", Port: 0));

        Assert.Equal(ControlErrorCode.InvalidArgument, error.Code);
        Assert.StartsWith("port: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_priority_and_bitrate_are_set_where_they_make_sense()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, new("send")));
        await Request<Accepted>(new CreateDirectTransport(Router, new("tap"), "talking"));
        await Request<ProducerCreated>(new Produce(new("send"), new("camera"), MediaKind.Video, ChromiumSamples.Vp8Simulcast));
        var created = await Request<ConsumerCreated>(new Consume(new("send"), new("viewer"), new("camera"), ChromiumSamples.Receive));

        Assert.Equal((StreamType.Simulcast, "L3T3"), (created.StreamType, created.RtpParameters.Encodings[0].ScalabilityMode));
        await Request<Accepted>(new SetPreferredLayers(new("viewer"), 1, 0));
        await Request<Accepted>(new SetPreferredLayers(new("viewer"), SpatialLayer: 7));
        await Request<Accepted>(new SetPreferredLayers(new("viewer")));
        await Request<Accepted>(new SetPriority(new("viewer"), 255));
        await Request<Accepted>(new SetMaxOutgoingBitrate(new("send"), 500_000));
        await Request<Accepted>(new SetMaxOutgoingBitrate(new("send")));

        Assert.Equal(ControlErrorCode.InvalidState, (await Request<ControlError>(new SetMaxOutgoingBitrate(new("tap"), 500_000))).Code);
        Assert.Equal(ControlErrorCode.NotFound, (await Request<ControlError>(new SetPreferredLayers(new("nobody"), 1))).Code);
        Assert.Equal(ControlErrorCode.NotFound, (await Request<ControlError>(new SetPriority(new("nobody"), 1))).Code);
        await RefusedAsync("spatialLayer: ", new SetPreferredLayers(new("viewer"), -1));
        await RefusedAsync("temporalLayer: ", new SetPreferredLayers(new("viewer"), 0, 8));
        await RefusedAsync("priority: ", new SetPriority(new("viewer"), 0));
        await RefusedAsync("bitrate: ", new SetMaxOutgoingBitrate(new("send"), 0));

        async Task RefusedAsync(string field, WorkerRequest request)
        {
            var error = await Request<ControlError>(request);
            Assert.Equal(ControlErrorCode.InvalidArgument, error.Code);
            Assert.StartsWith(field, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_sink_that_refuses_is_refused_in_its_own_words()
    {
        await Request<RouterCreated>(new CreateRouter(Router));

        var full = await Request<ControlError>(new CreateDirectTransport(Router, new("tap"), "full"));
        var unknown = await Request<ControlError>(new CreateDirectTransport(Router, new("tap"), "unknown"));

        Assert.Equal((ControlErrorCode.InvalidState, "There is no room."), (full.Code, full.Message));
        Assert.Equal((ControlErrorCode.InvalidArgument, "There is no sink 'unknown'."), (unknown.Code, unknown.Message));
    }

    [Fact]
    public async Task What_a_sink_reports_arrives_as_it_is()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        await Request<Accepted>(new CreateDirectTransport(Router, new("tap"), "talking"));

        await Request<Accepted>(new SendToDirectTransport(new("tap"), JsonElement.Parse("""{"light":"green"}""")));

        var reported = await Channel.NotificationsAsync(Forever).OfType<SinkReported>().FirstAsync();
        Assert.Equal((Router, new TransportId("tap")), (reported.Router, reported.Transport));
        Assert.Equal("""{"light":"green"}""", reported.Report.GetRawText());
    }

    [Fact]
    public async Task A_sink_is_told_that_nothing_more_comes_whether_it_is_open_or_not()
    {
        await Request<Accepted>(new EndSink("some"));

        Assert.Equal(["some"], Sinks.Ended);
    }

    [Fact]
    public async Task An_owner_is_told_what_it_has_to_know_and_what_it_has_asked_for()
    {
        await MuteAndCloseAsync(new CreateRouter(new("curious"), Notifications: [NotificationKind.ConsumerState]));
        await MuteAndCloseAsync(new CreateRouter(new("quiet")));

        var told = await NotificationsAsync(until: new TransportClosed(new("quiet"), new("quiet-send"), "router closed"));
        Assert.Equal(
            [new ProducerPaused(new("curious"), new("curious-viewer"))],
            told.Where(notification => notification is not (TransportClosed or ProducerClosed or ConsumerClosed)));
        Assert.Equal(["curious-viewer"], told.OfType<ConsumerClosed>().Select(closed => closed.Consumer.Value));
        Assert.Equal(4, told.OfType<TransportClosed>().Count());
    }

    [Fact]
    public async Task A_router_whose_worker_dies_is_reported_as_lost()
    {
        await Request<RouterCreated>(new CreateRouter(Router));

        await Request<ControlError>(new CreateDirectTransport(Router, new("tap"), "fatal"));

        Assert.Equal(new RouterLost(Router, "The sink is broken."), await Channel.NotificationsAsync(Forever).OfType<RouterLost>().FirstAsync());
        await Request<RouterCreated>(new CreateRouter(Router));
    }

    [Fact]
    public async Task A_dump_has_all_that_the_node_carries()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        await Request<RouterCreated>(new CreateRouter(new("empty")));
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, new("send")));
        await Request<Accepted>(new CreateDirectTransport(Router, new("tap"), "talking"));
        await Request<ProducerCreated>(new Produce(new("send"), new("camera"), MediaKind.Video, ChromiumSamples.Vp8, Paused: true));
        await Request<ConsumerCreated>(new Consume(new("tap"), new("recorded"), new("camera")));

        var dump = await Request<NodeDump>(new DumpNode());
        Assert.Equal(["empty", "router"], dump.Routers.Select(router => router.Router.Value).Order());
        var router = dump.Routers.Single(router => router.Router == Router);
        Assert.Equal([new(new("send"), TransportKind.WebRtc), new(new("tap"), TransportKind.Direct, "talking")], router.Transports);
        Assert.Equal([new(new("camera"), new("send"), MediaKind.Video, Paused: true)], router.Producers);
        Assert.Equal([new(new("recorded"), new("tap"), new("camera"), Paused: false)], router.Consumers);
    }

    [Fact]
    public async Task Nobody_waits_for_an_answer_for_longer_than_they_want_to()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Channel.RequestAsync(new CreateDirectTransport(Router, new("tap"), "hanging"), soon.Token));

        Sinks.Release();
    }

    [Fact]
    public async Task A_request_goes_on_in_the_trace_that_it_is_asked_in()
    {
        using var spans = new Spans("Broadcast.Sfu");
        using var asking = new Activity("asking").Start();

        await Request<RouterCreated>(new CreateRouter(Router));
        await Request<ControlError>(new CreateDirectTransport(Router, new("tap"), "full"));

        var ours = spans.Started.Where(span => span.TraceId == asking.TraceId).ToList();
        var created = Assert.Single(ours, span => span.OperationName == "router.create");
        Assert.Equal(("router", ActivityStatusCode.Unset), (created.GetTagItem("router"), created.Status));
        var refused = Assert.Single(ours, span => span.OperationName == "router.createDirectTransport");
        Assert.Equal((ActivityStatusCode.Error, "There is no room."), (refused.Status, refused.StatusDescription));
    }

    [Fact]
    public async Task It_ends_with_the_node()
    {
        await Node.StopAsync();

        await foreach (var _ in Channel.NotificationsAsync(Forever))
            continue;
        await Assert.ThrowsAnyAsync<Exception>(() => Channel.RequestAsync(new CheckNode(), Forever));
    }

    protected async Task<T> Request<T>(WorkerRequest request) where T : ControlResponse => Assert.IsType<T>(await Ask(request));

    private Task<ControlResponse> Ask(WorkerRequest request) => Channel.RequestAsync(request, Forever);

    private async Task MuteAndCloseAsync(CreateRouter create)
    {
        var name = create.Router.Value;
        await Request<RouterCreated>(create);
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(create.Router, new($"{name}-send")));
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(create.Router, new($"{name}-recv")));
        await Request<ProducerCreated>(new Produce(new($"{name}-send"), new($"{name}-camera"), MediaKind.Video, ChromiumSamples.Vp8));
        await Request<ConsumerCreated>(new Consume(new($"{name}-recv"), new($"{name}-viewer"), new($"{name}-camera"), ChromiumSamples.Receive));
        await Request<Accepted>(new PauseProducer(new($"{name}-camera")));
        await Request<Accepted>(new CloseProducer(new($"{name}-camera")));
        await Request<Accepted>(new CloseRouter(create.Router));
    }

    private async Task<List<WorkerNotification>> NotificationsAsync(WorkerNotification until)
    {
        var told = new List<WorkerNotification>();
        await foreach (var notification in Channel.NotificationsAsync(Forever))
        {
            told.Add(notification);
            if (notification == until)
                break;
        }
        return told;
    }
}
