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

/// <summary>Two real nodes with a pipe between them over loopback: an encoder at the one, a receiver at the other.</summary>
public sealed class NodesTests : IAsyncLifetime
{
    private const int Frames = 100;
    private const int PacketsPerFrame = 5;
    private static readonly RouterId Router = new("router");
    private static readonly TransportId Pipe = new("pipe");
    private static readonly ProducerId Camera = new("camera");
    private static readonly CancellationToken Forever = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeyFrameInterval = TimeSpan.FromMilliseconds(200);

    private readonly IHost origin = Build();
    private readonly IHost edge = Build();

    public async Task InitializeAsync()
    {
        await origin.StartAsync();
        await edge.StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var host in new[] { edge, origin })
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    [Fact]
    public async Task What_an_encoder_sends_to_one_node_comes_from_another()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)) { Client = { ReceiveBufferSize = 4 << 20 } };
        using var encoder = new UdpClient();
        encoder.Connect(IPAddress.Loopback, await OpenAsync(((IPEndPoint)receiver.Client.LocalEndPoint!).Port));
        var isAlive = Channel(edge).NotificationsAsync(Forever).OfType<PipeStateChanged>().FirstAsync();

        var (sent, first) = Begin(encoder, receiver);
        for (ushort frame = 1; frame < Frames || await StatsAsync() is { RoundTripTimeMs: null }; frame++)
        {
            SendFrame(encoder, (ushort)(sent + frame * PacketsPerFrame));
            Assert.Equal((ushort)(first + frame * PacketsPerFrame), ReceiveFrame(receiver, Patience));
        }

        Assert.Equal(new PipeStateChanged(Router, Pipe, Alive: true), await isAlive);
        Assert.True((await StatsAsync()).PacketsSent >= Frames * PacketsPerFrame);
        // A frame's packets are one call of the kernel's, unless this thread was kept from sending them all in time.
        Assert.InRange(Workers(origin).Sum(worker => worker.Counters.SegmentedSends), 1, long.MaxValue);
        Assert.Equal([Pipe], (await RequestAsync<RouterDump>(edge, new DumpRouter(Router))).Transports.Where(transport => transport.Kind == TransportKind.Pipe).Select(transport => transport.Transport));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.Client.LocalEndPoint!).Port;
        using var host = MediaHost.Build(("Workers", "1"), ("ListenAddress", "127.0.0.1"), ("PipePort", $"{port}"));
        await host.StartAsync();
        await RequestAsync<RouterCreated>(host, new CreateRouter(Router));
        var refused = await RequestAsync<ControlError>(host, new CreatePipeTransport(Router, Pipe, Network: true));
        await host.StopAsync();

        Assert.Equal(ControlErrorCode.ResourceExhausted, refused.Code);
        Assert.Contains($"{port}", refused.Message, StringComparison.Ordinal);
    }

    private Task<TransportStats> StatsAsync() => RequestAsync<TransportStats>(origin, new GetTransportStats(Pipe));

    /// <returns>The port that the encoder is to send to.</returns>
    private async Task<int> OpenAsync(int receiverPort)
    {
        foreach (var host in new[] { origin, edge })
            await RequestAsync<RouterCreated>(host, new CreateRouter(Router));
        var ingest = await RequestAsync<PlainTransportCreated>(origin, new CreatePlainTransport(Router, new("ingest"), Comedia: true));
        await RequestAsync<ProducerCreated>(origin, new Produce(new("ingest"), Camera, MediaKind.Video, PlainPackets.Parameters));
        var here = await RequestAsync<PipeTransportCreated>(origin, new CreatePipeTransport(Router, Pipe, Network: true));
        var there = await RequestAsync<PipeTransportCreated>(edge, new CreatePipeTransport(Router, Pipe, Network: true));
        await RequestAsync<Accepted>(edge, new ConnectPipeTransport(Pipe, Pipe, here.Address));
        await RequestAsync<Accepted>(origin, new ConnectPipeTransport(Pipe, Pipe, there.Address));
        var piped = await RequestAsync<ConsumerCreated>(origin, new Consume(Pipe, new("piped"), Camera));
        await RequestAsync<ProducerCreated>(edge, new Produce(Pipe, Camera, piped.Kind, piped.RtpParameters));
        await RequestAsync<PlainTransportCreated>(edge, new CreatePlainTransport(Router, new("viewer")));
        await RequestAsync<Accepted>(edge, new ConnectPlainTransport(new("viewer"), "127.0.0.1", receiverPort));
        await RequestAsync<ConsumerCreated>(edge, new Consume(new("viewer"), new("viewer"), Camera, ChromiumSamples.Receive));
        return ingest.Port;
    }

    /// <summary>Sends key frames until one has come out: what is wanted there may be known here only after the first.</summary>
    /// <returns>The sequence number of its first packet, as sent and as received.</returns>
    private static (ushort Sent, ushort Received) Begin(UdpClient encoder, UdpClient receiver)
    {
        for (ushort sequence = 0; sequence < Frames * PacketsPerFrame; sequence += PacketsPerFrame)
        {
            SendFrame(encoder, sequence, isKeyFrame: true);
            if (ReceiveFrame(receiver, KeyFrameInterval) is { } received)
                return (sequence, received);
        }
        throw new InvalidOperationException("No key frame comes out at the other node.");
    }

    private static void SendFrame(UdpClient encoder, ushort sequence, bool isKeyFrame = false)
    {
        for (ushort i = 0; i < PacketsPerFrame; i++)
            encoder.Send(PlainPackets.Vp8((ushort)(sequence + i), sequence / (uint)PacketsPerFrame * 3_000, isLast: i == PacketsPerFrame - 1, isKeyFrame));
    }

    /// <returns>The sequence number of its first packet; null if it does not begin in time.</returns>
    private static ushort? ReceiveFrame(UdpClient receiver, TimeSpan patience)
    {
        if (Receive(receiver, patience) is not { } first)
            return null;
        for (var i = 1; i < PacketsPerFrame; i++)
            Assert.NotNull(Receive(receiver, Patience));
        return first;
    }

    private static ushort? Receive(UdpClient receiver, TimeSpan patience)
    {
        var from = new IPEndPoint(IPAddress.Any, 0);
        while (receiver.Client.Poll(patience, SelectMode.SelectRead))
            if (receiver.Receive(ref from) is var datagram && (datagram[1] & 0x7F) is < 64 or >= 96)
                return (ushort)(datagram[2] << 8 | datagram[3]);
        return null;
    }

    private static IHost Build() => MediaHost.Build(("Workers", "2"), ("SpreadAfter", "0"), ("ListenAddress", "127.0.0.1"), ("FrameHoldMs", "50"));

    private static IControlChannel Channel(IHost host) => host.Services.GetRequiredService<IControlChannel>();

    private static IReadOnlyList<Sfu.Io.Workers.WorkerThread> Workers(IHost host) => host.Services.GetRequiredService<MediaNode>().Workers;

    private static async Task<T> RequestAsync<T>(IHost host, WorkerRequest request) where T : ControlResponse =>
        Assert.IsType<T>(await Channel(host).RequestAsync(request, Forever));
}
