using System.Text.Json;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Control;

/// <summary>One or more of each request of the control contract, with every field in use.</summary>
internal static class ContractSamples
{
    public static readonly RouterId Router = new("router");
    public static readonly TransportId Transport = new("transport");
    public static readonly ProducerId Producer = new("producer");
    public static readonly ConsumerId Consumer = new("consumer");

    public static DtlsParameters RemoteDtls => new() { Role = DtlsRole.Client, Fingerprints = [new("sha-256", string.Join(':', Enumerable.Repeat("AB", 32)))] };

    public static PipeAddress Pipe => new("192.0.2.1", 44_000, 0x1234_5678, Convert.ToBase64String([.. Enumerable.Range(1, 28).Select(value => (byte)value)]));

    public static IReadOnlyList<WorkerRequest> Requests { get; } =
    [
        new CheckNode(),
        new LeaveNode(),
        new LeaveNode(300_000),
        new DumpNode(),
        new EndSink("recording/1"),
        new CreateRouter(Router, [ChromiumSamples.Receive.Codecs[0], ChromiumSamples.Receive.Codecs[1]], [NotificationKind.AudioLevels]),
        new CloseRouter(Router),
        new DumpRouter(Router),
        new GetRouterStats(Router, 0.05),
        new CreateWebRtcTransport(Router, Transport),
        new CreatePlainTransport(Router, Transport, "127.0.0.1", RtcpMux: false, Comedia: true),
        new CreateDirectTransport(Router, Transport, "recording/1"),
        new CreatePipeTransport(Router, Transport),
        new CreatePipeTransport(Router, Transport, Network: true),
        new ConnectWebRtcTransport(Transport, RemoteDtls),
        new ConnectPlainTransport(Transport, "192.0.2.1", 5_004, 5_005),
        new ConnectPipeTransport(Transport, new TransportId("peer")),
        new ConnectPipeTransport(Transport, new TransportId("peer"), Pipe),
        new RenewPipeKey(Transport),
        new SendToDirectTransport(Transport, JsonElement.Parse("""{"kind":"joined","name":"Ada"}""")),
        new CreateWebRtcTransport(Router, Transport, ReceiveOnly: true),
        new RestartIce(Transport),
        new CloseTransport(Transport),
        new DumpTransport(Transport),
        new GetTransportStats(Transport),
        new SetMaxOutgoingBitrate(Transport, 2_000_000),
        new Produce(Transport, Producer, MediaKind.Video, ChromiumSamples.Vp8Simulcast, Paused: true),
        new Consume(Transport, Consumer, Producer, ChromiumSamples.Receive, Paused: true),
        new PauseProducer(Producer),
        new ResumeProducer(Producer),
        new MoveProducer(Transport, Producer, ChromiumSamples.Vp8Simulcast),
        new CloseProducer(Producer),
        new PauseConsumer(Consumer),
        new ResumeConsumer(Consumer),
        new RequestKeyFrame(Consumer),
        new SetPreferredLayers(Consumer, 1, 2),
        new SetPriority(Consumer, 200),
        new CloseConsumer(Consumer),
    ];
}
