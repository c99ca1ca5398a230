using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>A worker's thread at work on real sockets.</summary>
public sealed class MediaThreadTests : IAsyncLifetime
{
    private const int Viewers = 8;
    private const int PacketsPerFrame = 5;
    private const int WindowFrames = 100;
    private const int MaxWindows = 5;
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(12);
    private static readonly RouterId Router = new("router");

    private readonly AllocationSink sink = new();
    private readonly IHost host;

    // A frame waits for its last packet even if this thread is kept from sending it for a while: its packets are counted as one message.
    public MediaThreadTests() => host = MediaHost.Build(sink, ("Workers", "1"), ("AnnouncedAddresses:0", "127.0.0.1"), ("FrameHoldMs", "50"));

    public Task InitializeAsync() => host.StartAsync();

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    // Longer than a second, a window holds everything that the thread does at intervals. What a thread allocates the first time that it
    // comes to a place is in the first ones; a busy machine may keep a place for later.
    [Fact]
    public async Task From_socket_to_sockets_the_media_thread_allocates_nothing_and_says_what_it_did()
    {
        using var viewers = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)) { Client = { ReceiveTimeout = 5_000, ReceiveBufferSize = 4 << 20 } };
        using var publisher = new UdpClient();
        publisher.Connect(IPAddress.Loopback, await OpenAsync(((IPEndPoint)viewers.Client.LocalEndPoint!).Port));

        var allocated = long.MaxValue;
        ushort frames = 0;
        for (var window = 0; window < MaxWindows && allocated > 0; window++)
        {
            var before = sink.AllocatedByThread;
            for (var i = 0; i < WindowFrames; i++, frames++)
            {
                SendFrame(publisher, viewers, frames);
                await Task.Delay(FrameInterval);
            }
            allocated = sink.AllocatedByThread - before;
        }

        var sequence = frames * PacketsPerFrame;
        Assert.Equal(0, allocated);
        Assert.Equal(sequence, sink.Packets);
        Assert.Equal(sequence, Read("broadcast.sfu.datagrams.received"));
        Assert.InRange(Read("broadcast.sfu.datagrams.sent"), sequence * Viewers, sequence * Viewers + 100);
        Assert.Equal(frames * Viewers, Read("broadcast.sfu.sends.segmented"));
        Assert.Equal(0, Read("broadcast.sfu.sends.segmentation_refused") + Read("broadcast.sfu.sends.dropped") + Read("broadcast.sfu.receive.overflows"));
    }

    private async Task<int> OpenAsync(int viewersPort)
    {
        await RequestAsync<RouterCreated>(new CreateRouter(Router));
        var ingest = await RequestAsync<PlainTransportCreated>(new CreatePlainTransport(Router, new("ingest"), Comedia: true));
        await RequestAsync<ProducerCreated>(new Produce(new("ingest"), new("camera"), MediaKind.Video, PlainPackets.Parameters));
        await RequestAsync<Accepted>(new CreateDirectTransport(Router, new("recorder"), "any"));
        await RequestAsync<ConsumerCreated>(new Consume(new("recorder"), new("recorded"), new("camera"), null));
        for (var i = 0; i < Viewers; i++)
        {
            TransportId transport = new($"viewer{i}");
            await RequestAsync<PlainTransportCreated>(new CreatePlainTransport(Router, transport));
            await RequestAsync<Accepted>(new ConnectPlainTransport(transport, "127.0.0.1", viewersPort));
            await RequestAsync<ConsumerCreated>(new Consume(transport, new($"consumer{i}"), new("camera"), ChromiumSamples.Receive));
        }
        return ingest.Port;
    }

    /// <summary>Sends a frame and waits until it has reached everybody.</summary>
    private static void SendFrame(UdpClient publisher, UdpClient viewers, ushort frame)
    {
        var from = new IPEndPoint(IPAddress.Any, 0);
        for (var i = 0; i < PacketsPerFrame; i++)
            publisher.Send(PlainPackets.Vp8((ushort)(frame * PacketsPerFrame + i), frame * 3_000u, isLast: i == PacketsPerFrame - 1, isKeyFrame: frame == 0 && i == 0));
        for (var arrived = 0; arrived < Viewers * PacketsPerFrame;)
            arrived += (viewers.Receive(ref from)[1] & 0x7F) is >= 64 and < 96 ? 0 : 1;
    }

    private async Task<T> RequestAsync<T>(WorkerRequest request) where T : ControlResponse =>
        Assert.IsType<T>(await host.Services.GetRequiredService<IControlChannel>().RequestAsync(request, CancellationToken.None));

    private long Read(string instrument)
    {
        var sum = 0L;
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (published, self) =>
        {
            if (published.Name == instrument && published.Meter.Scope == meters)
                self.EnableMeasurementEvents(published);
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => sum += measurement);
        listener.Start();
        listener.RecordObservableInstruments();
        return sum;
    }
}
