using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Tests.Control.Ortc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>A real node with real threads and sockets, spoken to through its channel.</summary>
public sealed class MediaNodeTests : IAsyncLifetime
{
    private static readonly RouterId Router = new("router");
    private static readonly CancellationToken Forever = CancellationToken.None;

    private readonly IHost host = MediaHost.Build(new BrokenSinks(), ("Workers", "2"), ("AnnouncedAddresses:0", "127.0.0.1"));

    private MediaNode Node => host.Services.GetRequiredService<MediaNode>();

    private IControlChannel Channel => host.Services.GetRequiredService<IControlChannel>();

    public Task InitializeAsync() => host.StartAsync();

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    [Fact]
    public async Task Offers_tcp_at_the_number_of_the_udp_port()
    {
        var candidates = await CandidatesOf(Node);

        Assert.All(Node.Workers, worker => Assert.Null(worker.TcpRefusal));
        Assert.Equal(["udp", "tcp"], candidates.Select(candidate => candidate.Protocol));
        Assert.Single(candidates.Select(candidate => candidate.Port).Distinct());
    }

    [Fact]
    public async Task Offers_no_tcp_where_the_port_is_taken_or_it_is_not_wanted()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (string, string)[] alone = [("Workers", "1"), ("ListenAddress", "127.0.0.1"), ("AnnouncedAddresses:0", "127.0.0.1")];
        using var refused = MediaHost.Build([.. alone, ("Port", $"{port}")]);
        using var unwilling = MediaHost.Build([.. alone, ("Tcp", "false")]);

        foreach (var other in new[] { refused, unwilling })
        {
            await other.StartAsync();
            Assert.Equal(["udp"], (await CandidatesOf(other.Services.GetRequiredService<MediaNode>())).Select(offered => offered.Protocol));
            await other.StopAsync();
        }
    }

    [Fact]
    public async Task Routers_spread_over_the_workers()
    {
        await Request<RouterCreated>(new CreateRouter(new("a")));
        await Request<RouterCreated>(new CreateRouter(new("b")));
        var a = await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(new("a"), new("ta")));
        var b = await Request<WebRtcTransportCreated>(new CreateWebRtcTransport(new("b"), new("tb")));

        Assert.NotEqual(a.IceCandidates[0].Port, b.IceCandidates[0].Port);
    }

    [Fact]
    public async Task A_plain_transport_gets_a_port_of_its_own()
    {
        await Request<RouterCreated>(new CreateRouter(Router));

        var plain = await Request<PlainTransportCreated>(new CreatePlainTransport(Router, new("plain"), Comedia: true));

        Assert.DoesNotContain(plain.Port, Node.Workers.Select(worker => worker.Port));
        Assert.Throws<SocketException>(() => new UdpClient(new IPEndPoint(IPAddress.Loopback, plain.Port)));
    }

    [Fact]
    public async Task A_worker_that_dies_is_reported_with_its_routers_and_replaced()
    {
        await Request<RouterCreated>(new CreateRouter(Router));
        var victim = Node.Workers.Single(worker => worker.Worker.Routers.Count == 1);

        var error = await Request<ControlError>(new CreateDirectTransport(Router, new("tap"), "fatal"));

        Assert.Equal(ControlErrorCode.InvalidState, error.Code);
        Assert.Equal("The sink is broken.", (await victim.Ended)!.Message);
        Assert.Equal(new RouterLost(Router, "The sink is broken."), await Channel.NotificationsAsync(Forever).OfType<RouterLost>().FirstAsync());
        await Request<RouterCreated>(new CreateRouter(Router));
        Assert.True(Node.IsHealthy);
    }

    [Fact]
    public async Task Stopping_leaves_no_thread_and_ends_the_notifications()
    {
        var workers = Node.Workers.ToList();
        await Request<RouterCreated>(new CreateRouter(Router));
        Assert.True(Node.IsHealthy);

        await host.StopAsync();

        foreach (var worker in workers)
        {
            Assert.Null(await worker.Ended);
            Assert.IsType<ControlError>(await worker.RequestAsync(new DumpRouter(Router)));
        }
        Assert.False(Node.IsHealthy);
        await foreach (var _ in Channel.NotificationsAsync(Forever))
            continue;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Channel.RequestAsync(new DumpRouter(Router), Forever));
    }

    private static async Task<IReadOnlyList<IceCandidate>> CandidatesOf(MediaNode node)
    {
        await node.RequestAsync(new CreateRouter(Router), Forever);
        return Assert.IsType<WebRtcTransportCreated>(await node.RequestAsync(new CreateWebRtcTransport(Router, new("t")), Forever)).IceCandidates;
    }

    private async Task<T> Request<T>(WorkerRequest request) where T : ControlResponse =>
        Assert.IsType<T>(await Channel.RequestAsync(request, Forever));
}
