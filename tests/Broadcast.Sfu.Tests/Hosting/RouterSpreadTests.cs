using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>A webinar over two workers of a real node. Its presenter is on one, its viewer on the other, and nobody is told.</summary>
public sealed class RouterSpreadTests : IAsyncLifetime
{
    private static readonly RouterId Router = new("router");
    private static readonly TransportId Send = new("send");
    private static readonly TransportId Watch = new("watch");
    private static readonly ProducerId Camera = new("camera");
    private static readonly ConsumerId Viewer = new("viewer");
    private static readonly CancellationToken Forever = CancellationToken.None;

    private readonly IHost host = MediaHost.Build(new BrokenSinks(), ("Workers", "2"), ("SpreadAfter", "0"), ("AnnouncedAddresses:0", "127.0.0.1"));

    private MediaNode Node => host.Services.GetRequiredService<MediaNode>();

    private IControlChannel Channel => host.Services.GetRequiredService<IControlChannel>();

    public async Task InitializeAsync()
    {
        await host.StartAsync();
        await Request<RouterCreated>(new CreateRouter(Router, Notifications: [NotificationKind.ConsumerState]));
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, Send));
        await Request<ProducerCreated>(new Produce(Send, Camera, MediaKind.Video, ChromiumSamples.Vp8));
        await WatchAsync(Watch, Viewer);
    }

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    [Fact]
    public async Task Viewers_go_where_there_is_least_to_do()
    {
        var watch = await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, Watch, ReceiveOnly: true));
        var send = await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, Send));

        Assert.NotEqual(send.IceCandidates[0].Port, watch.IceCandidates[0].Port);
    }

    [Fact]
    public async Task The_router_looks_like_one()
    {
        var dump = await Request<RouterDump>(new DumpRouter(Router));

        Assert.Equal([new(Send, TransportKind.WebRtc), new(Watch, TransportKind.WebRtc)], dump.Transports);
        Assert.Equal([new(Camera, Send, MediaKind.Video, Paused: false)], dump.Producers);
        Assert.Equal([new(Viewer, Watch, Camera, Paused: false)], dump.Consumers);
    }

    [Fact]
    public async Task Its_receivers_are_added_up_wherever_they_are() =>
        Assert.Equal(
            new RouterStats(Router, BytesSent: 0, Receivers: 1, Unreached: 1, Lossy: 0),
            await Request<RouterStats>(new GetRouterStats(Router, LossAbove: 0.05)));

    [Fact]
    public async Task Nothing_is_produced_where_viewers_are() =>
        Assert.Equal(
            ControlErrorCode.InvalidState,
            (await Request<ControlError>(new Produce(Watch, new ProducerId("other"), MediaKind.Audio, ChromiumSamples.Opus))).Code);

    [Fact]
    public async Task A_producer_s_pause_and_end_reach_the_viewer_once()
    {
        await Request<Accepted>(new PauseProducer(Camera));
        await Request<Accepted>(new ResumeProducer(Camera));
        await Request<Accepted>(new CloseProducer(Camera));

        Assert.Equal([new ProducerPaused(Router, Viewer), new ProducerResumed(Router, Viewer), new ConsumerClosed(Router, Viewer)], await NotificationsAsync());
    }

    [Fact]
    public async Task A_presenter_s_end_reaches_the_viewer_once()
    {
        await Request<Accepted>(new CloseTransport(Send));
        await Channel.NotificationsAsync(Forever).OfType<ConsumerClosed>().FirstAsync();

        var dump = await Request<RouterDump>(new DumpRouter(Router));
        Assert.Equal([Watch], dump.Transports.Select(each => each.Transport));
        Assert.Equal((0, 0), (dump.Producers.Count, dump.Consumers.Count));
    }

    [Fact]
    public async Task When_the_viewers_worker_dies_only_they_move()
    {
        await KillAsync(await WorkerOfAsync(Watch));

        Assert.Equal(new TransportClosed(Router, Watch, "its worker died"), await Channel.NotificationsAsync(Forever).FirstAsync());
        Assert.Equal([Send], (await Request<RouterDump>(new DumpRouter(Router))).Transports.Select(each => each.Transport));
        await WatchAsync(new TransportId("again"), new ConsumerId("again"));
    }

    [Fact]
    public async Task When_the_presenter_s_worker_dies_the_router_is_gone_everywhere()
    {
        await KillAsync(await WorkerOfAsync(Send));

        var notifications = Channel.NotificationsAsync(Forever);
        Assert.Equal(Router, (await notifications.OfType<RouterLost>().FirstAsync()).Router);
        Assert.Equal("router closed", (await notifications.OfType<TransportClosed>().FirstAsync(closed => closed.Transport == Watch)).Reason);
        await Request<RouterCreated>(new CreateRouter(Router, Notifications: [NotificationKind.ConsumerState]));
        Assert.Empty((await Request<RouterDump>(new DumpRouter(Router))).Transports);
    }

    [Fact]
    public async Task Closing_the_router_leaves_nothing_behind()
    {
        await Request<Accepted>(new CloseRouter(Router));

        Assert.All(Node.Workers, worker => Assert.Empty(worker.Worker.Routers));
        Assert.DoesNotContain(await NotificationsAsync(), notification => notification is TransportClosed closed && closed.Transport.Value.StartsWith("pipe", StringComparison.Ordinal));
    }

    private async Task WatchAsync(TransportId transport, ConsumerId consumer)
    {
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, transport, ReceiveOnly: true));
        await Request<ConsumerCreated>(new Consume(transport, consumer, Camera, ChromiumSamples.Receive));
    }

    private async Task<int> WorkerOfAsync(TransportId transport)
    {
        for (var index = 0; index < Node.Workers.Count; index++)
            if (await Node.Workers[index].RequestAsync(new GetTransportStats(transport)) is TransportStats)
                return index;
        throw new InvalidOperationException($"No worker has transport {transport}.");
    }

    private Task<ControlResponse> KillAsync(int worker) => Node.Workers[worker].RequestAsync(new CreateDirectTransport(Router, new TransportId("tap"), "fatal"));

    /// <summary>What was reported until the node was stopped.</summary>
    private async Task<List<WorkerNotification>> NotificationsAsync()
    {
        await host.StopAsync();
        return await Channel.NotificationsAsync(Forever).TakeWhile(notification => notification is not TransportClosed { Reason: "router closed" }).ToListAsync();
    }

    private async Task<T> Request<T>(WorkerRequest request) where T : ControlResponse =>
        Assert.IsType<T>(await Channel.RequestAsync(request, Forever));
}
