using System.Net;
using System.Net.Sockets;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Stage;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Channels.Frames;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Hosting;

/// <summary>A media node that records, in a process of its own, from its first owner to its last.</summary>
[Trait("Category", "Integration")]
public sealed class RecorderHostTests : IDisposable
{
    private static readonly string Sink = SinkName.Of(new("r1"));
    private static readonly RouterId Router = new("router");
    private static readonly TransportId Encoder = new("encoder");
    private static readonly TransportId Tap = new("tap");
    private static readonly RtpParameters Opus = new()
    {
        Codecs = [new RtpCodecParameters { MimeType = "audio/opus", PayloadType = 111, ClockRate = 48_000, Channels = 2 }],
        Encodings = [new RtpEncodingParameters { Ssrc = 1 }],
    };

    private readonly TemporaryDirectory directory = new();
    private readonly UdpClient encoder = new(new IPEndPoint(IPAddress.Loopback, 0));
    private ushort sequence;

    public void Dispose()
    {
        encoder.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Records_on_when_its_owner_is_lost_and_obeys_the_next_one_only()
    {
        await using var node = await RecorderProcess.StartAsync(directory.Path);
        var first = await node.ConnectAsync(epoch: 1);
        await BeginAsync(first);
        await SendAsync(50);
        await WhenReceivedAsync(first, 50);
        var report = await first.NotificationsAsync(CancellationToken.None).OfType<SinkReported>().FirstAsync();
        Assert.Equal(new("r1"), RecordingReport.TryRead(report.Report)!.RecordingId);

        await first.DisposeAsync();
        await SendAsync(50);

        await using var second = await node.ConnectAsync(epoch: 2);
        Assert.Equal(first.Run, second.Run);
        var router = Assert.Single((await AskAsync<NodeDump>(second, new DumpNode())).Routers);
        Assert.Contains(new TransportDump(Tap, TransportKind.Direct, Sink), router.Transports);
        Assert.Equal(new ProducerDump(new("voice"), Encoder, MediaKind.Audio, Paused: false), Assert.Single(router.Producers));
        Assert.Equal(ControlRefusal.Outdated, (await Assert.ThrowsAsync<ControlRefusedException>(() => node.ConnectAsync(epoch: 1))).Code);
        await WhenReceivedAsync(second, 100);
        await SendAsync(50);
        await WhenReceivedAsync(second, 150);
        await AskAsync<Accepted>(second, new CloseRouter(Router));
        await AskAsync<Accepted>(second, new EndSink(Sink));

        Assert.Equal(0, await node.StopAsync());
        Assert.Equal(150, CountPackets());
    }

    private async Task BeginAsync(WebSocketChannel owner)
    {
        await AskAsync<RouterCreated>(owner, new CreateRouter(Router));
        var plain = await AskAsync<PlainTransportCreated>(owner, new CreatePlainTransport(Router, Encoder, Comedia: true));
        encoder.Connect(IPAddress.Loopback, plain.Port);
        await AskAsync<ProducerCreated>(owner, new Produce(Encoder, new("voice"), MediaKind.Audio, Opus));
        await AskAsync<Accepted>(owner, new CreateDirectTransport(Router, Tap, Sink));
        await AskAsync<Accepted>(owner, new SendToDirectTransport(Tap, new WebinarStarted(new("w1")).ToJson()));
        await AskAsync<ConsumerCreated>(owner, new Consume(Tap, new("recorded"), new("voice")));
    }

    private async Task SendAsync(int packets)
    {
        for (var sent = 0; sent < packets; sent++, sequence++)
            await encoder.SendAsync(Packetiser.Rtp(111, true, sequence, sequence * 960u, 1, [1, 2, 3]));
    }

    private static async Task WhenReceivedAsync(WebSocketChannel owner, int packets)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await AskAsync<TransportStats>(owner, new GetTransportStats(Encoder))).PacketsReceived < packets)
            await Task.Delay(20, patience.Token);
    }

    private static async Task<T> AskAsync<T>(WebSocketChannel owner, WorkerRequest request) where T : ControlResponse =>
        Assert.IsType<T>(await owner.RequestAsync(request, CancellationToken.None));

    private int CountPackets()
    {
        var count = 0;
        using var reader = new JournalReader(Path.Combine(directory.Path, "r1"));
        while (reader.TryRead(out var record))
            count += record.Header.Type == JournalRecordType.Rtp ? 1 : 0;
        return count;
    }
}
