using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>What throws harms what it was about and nothing else; a worker that hangs or is dead gets nothing more.</summary>
public sealed class ContainedFaultTests : IAsyncLifetime
{
    private static readonly RouterId Router = new("router");
    private static readonly TransportId Presenter = new("presenter");
    private static readonly TransportId Bystander = new("bystander");
    private static readonly CancellationToken Forever = CancellationToken.None;

    private readonly BrokenSinks sinks = new();
    private readonly IHost host;

    public ContainedFaultTests() => host = MediaHost.Build(sinks, ("Workers", "2"), ("AnnouncedAddresses:0", "127.0.0.1"));

    private MediaNode Node => host.Services.GetRequiredService<MediaNode>();

    private IControlChannel Channel => host.Services.GetRequiredService<IControlChannel>();

    public Task InitializeAsync() => host.StartAsync();

    public async Task DisposeAsync()
    {
        sinks.Release();
        await host.StopAsync();
        host.Dispose();
        sinks.Dispose();
    }

    [Fact]
    public async Task A_request_that_throws_is_answered_and_changes_nothing_else()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, Bystander));

        for (var i = 0; i < 3; i++)
            Assert.Equal(ControlErrorCode.Internal, (await Request<ControlError>(new CreateDirectTransport(Router, new("tap"), "throwing"))).Code);

        Assert.Equal([Bystander], (await Request<RouterDump>(new DumpRouter(Router))).Transports.Select(each => each.Transport));
        Assert.Equal(3, Node.Workers.Sum(worker => worker.Faults.Count));
        Assert.True(Node.IsHealthy);
    }

    [Fact]
    public async Task A_request_that_throws_half_way_takes_its_transport_along_and_says_so()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, Presenter));
        var worker = Node.Workers.Single(worker => worker.Worker.Routers.Count == 1);

        // Past the node's check, as a fault of ours would be.
        var error = Assert.IsType<ControlError>(await worker.RequestAsync(new ConnectWebRtcTransport(Presenter, new DtlsParameters { Fingerprints = [null!] })));

        Assert.Equal(ControlErrorCode.Internal, error.Code);
        Assert.Equal("a fault in the media node", (await Next<TransportClosed>(closed => closed.Transport == Presenter)).Reason);
        Assert.Empty((await Request<RouterDump>(new DumpRouter(Router))).Transports);
        Assert.False(worker.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_packet_that_throws_closes_its_transport_and_no_other()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, Bystander));
        var port = (await Request<PlainTransportCreated>(new CreatePlainTransport(Router, Presenter, Comedia: true))).Port;
        await Request<ProducerCreated>(new Produce(Presenter, new("camera"), MediaKind.Video, ChromiumSamples.Vp8));
        await Request<Accepted>(new CreateDirectTransport(Router, new("tap"), "at packets"));
        await Request<ConsumerCreated>(new Consume(new("tap"), new("recorded"), new("camera")));

        using var encoder = new UdpClient();
        await encoder.SendAsync(PlainPackets.Vp8(1, 2, isLast: true, isKeyFrame: true), new IPEndPoint(IPAddress.Loopback, port));

        await Next<ProducerClosed>(closed => closed.Producer.Value == "camera");
        await Next<TransportClosed>(closed => closed.Transport == Presenter);
        Assert.Equal([Bystander, new TransportId("tap")], (await Request<RouterDump>(new DumpRouter(Router))).Transports.Select(each => each.Transport));
        Assert.Equal(1, Node.Workers.Sum(worker => worker.Worker.Drops[DropReason.Faulty]));
        Assert.True(Node.IsHealthy);
    }

    [Fact]
    public async Task A_worker_that_hangs_is_named_and_gets_nothing_more_until_it_turns_again()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        var victim = Node.Workers.ToList().FindIndex(worker => worker.Worker.Routers.Count == 1);
        for (var i = 0; i < 4; i++)
            await Request<RouterCreated>(new CreateRouter(new($"elsewhere{i}")));
        var hanging = Channel.RequestAsync(new CreateDirectTransport(Router, new("tap"), "hanging"), Forever);

        await BeatAsync(victim);
        var check = await Request<NodeChecked>(new CheckNode());
        Assert.Contains(new WorkerAilment(victim, "has not turned for 2 s"), check.Ailing);
        Assert.InRange(check.Busy, 0.1, 1);
        // On the one that turns, although it has more to do.
        for (var i = 0; i < 10; i++)
            await Request<RouterCreated>(new CreateRouter(new($"later{i}")));

        var hangingTurn = Node.Workers[victim].Turns;
        sinks.Release();
        Assert.IsType<Accepted>(await hanging);
        // Several requests may be answered in the turn that hung.
        while (Node.Workers[victim].Turns == hangingTurn)
            await Node.Workers[victim].RequestAsync(new DumpRouter(Router));
        Node.Watch.Look();
        Assert.DoesNotContain((await Request<NodeChecked>(new CheckNode())).Ailing, ailing => ailing.Worker == victim);
    }

    /// <summary>As long as it takes to see that one worker does not turn, while the other does.</summary>
    private async Task BeatAsync(int victim)
    {
        for (var beat = 0; beat <= WorkerWatch.PatienceInBeats; beat++)
        {
            await Node.Workers[1 - victim].RequestAsync(new DumpRouter(Router));
            Node.Watch.Look();
        }
    }

    private async Task<T> Next<T>(Func<T, bool> where) where T : WorkerNotification =>
        await Channel.NotificationsAsync(Forever).OfType<T>().FirstAsync(where).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    private async Task<T> Request<T>(WorkerRequest request) where T : ControlResponse =>
        Assert.IsType<T>(await Channel.RequestAsync(request, Forever).WaitAsync(TimeSpan.FromSeconds(30)));
}
