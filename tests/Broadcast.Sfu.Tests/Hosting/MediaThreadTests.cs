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
    private const int WarmUpFrames = 60;
    private const int MeasuredFrames = 100;
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

    [Fact]
    public async Task From_socket_to_sockets_the_media_thread_allocates_nothing_and_says_what_it_did()
    {
        using var viewers = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)) { Client = { ReceiveTimeout = 5_000, ReceiveBufferSize = 4 << 20 } };
        using var publisher = new UdpClient();
        publisher.Connect(IPAddress.Loopback, await OpenAsync(((IPEndPoint)viewers.Client.LocalEndPoint!).Port));

        ushort sequence = 0;
        Stream(publisher, viewers, WarmUpFrames, ref sequence);
        var before = sink.AllocatedByThread;
        Stream(publisher, viewers, MeasuredFrames, ref sequence);

        Assert.Equal(0, sink.AllocatedByThread - before);
        Assert.Equal(sequence, sink.Packets);
        Assert.Equal(sequence, Read("broadcast.sfu.datagrams.received"));
        Assert.InRange(Read("broadcast.sfu.datagrams.sent"), sequence * Viewers, sequence * Viewers + 100);
        Assert.Equal(WarmUpFrames * Viewers + MeasuredFrames * Viewers, Read("broadcast.sfu.sends.segmented"));
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

    /// <summary>Sends frame by frame, each once the last has reached everybody.</summary>
    private static void Stream(UdpClient publisher, UdpClient viewers, int frames, ref ushort sequence)
    {
        var from = new IPEndPoint(IPAddress.Any, 0);
        for (var frame = 0; frame < frames; frame++)
        {
            for (var i = 1; i <= PacketsPerFrame; i++, sequence++)
                publisher.Send(PlainPackets.Vp8(sequence, sequence / (uint)PacketsPerFrame * 3_000, isLast: i == PacketsPerFrame, isKeyFrame: sequence == 0));
            for (var arrived = 0; arrived < Viewers * PacketsPerFrame;)
                arrived += (viewers.Receive(ref from)[1] & 0x7F) is >= 64 and < 96 ? 0 : 1;
        }
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
