using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;
using static Broadcast.Sfu.Tests.Control.ContractSamples;

namespace Broadcast.Sfu.Tests.Control;

public class ControlJsonTests
{
    private static readonly IceParameters Ice = new("fragment", "password");

    private static readonly RouterDump Dump = new(
        Router,
        [new(Transport, TransportKind.WebRtc), new(new("tap"), TransportKind.Direct, "recording/1")],
        [new(Producer, Transport, MediaKind.Video, Paused: true)],
        [new(Consumer, Transport, Producer, Paused: false)]);

    private static readonly object[] Messages =
    [
        .. ContractSamples.Requests,

        Accepted.Instance,
        new ControlError(ControlErrorCode.ResourceExhausted, "No more."),
        new NodeChecked([new WorkerAilment(1, "has died")], Busy: 0.25, Records: true, LeavingForMs: 300_000, Routers: 3),
        new RouterCreated(Router, ChromiumSamples.Receive),
        Dump,
        new RouterStats(Router, BytesSent: 1_200, Receivers: 3, Unreached: 1, Lossy: 1),
        new NodeDump([Dump]),
        new WebRtcTransportCreated(Transport, Ice, [Candidate("udp", null), Candidate("tcp", "passive")], RemoteDtls),
        new WebRtcTransportConnected(Transport, DtlsRole.Server),
        new PlainTransportCreated(Transport, "127.0.0.1", 5_004, 5_005),
        new PipeTransportCreated(Transport),
        new PipeTransportCreated(Transport, ContractSamples.Pipe),
        new IceRestarted(Transport, Ice),
        new TransportContents(Transport, [new ConsumerDump(Consumer, Transport, Producer, Paused: true)]),
        new TransportStats { Transport = Transport, IceState = IceState.Completed, RemoteAddress = "192.0.2.9:50000", Protocol = "tcp", PacketsLost = 3, RoundTripTimeMs = 12.5, IncomingLoss = 0.25, Alive = true },
        new ProducerCreated(Producer, StreamType.Simulcast),
        new ConsumerCreated(Consumer, Producer, MediaKind.Audio, StreamType.Simple, ChromiumSamples.Opus, ProducerPaused: true),

        new IceStateChanged(Router, Transport, IceState.Disconnected),
        new DtlsStateChanged(Router, Transport, DtlsState.Failed),
        new PipeStateChanged(Router, Transport, Alive: true),
        new TransportClosed(Router, Transport, "consent lost"),
        new ProducerClosed(Router, Producer),
        new ConsumerLayersChanged(Router, Consumer, 2, 1),
        new ProducerWantedLayers(Router, Producer, 0),
        new SinkReported(Router, Transport, JsonElement.Parse("""{"light":"green"}""")),
        new ConsumerClosed(Router, Consumer),
        new ProducerPaused(Router, Consumer),
        new ProducerResumed(Router, Consumer),
        new AudioLevels(Router, [new AudioLevel(Producer, -30)]),
        new RouterLost(Router, "It threw."),
    ];

    public static TheoryData<Type> Bases => [typeof(WorkerRequest), typeof(ControlResponse), typeof(WorkerNotification)];

    [Theory]
    [MemberData(nameof(Bases))]
    public void Every_message_survives_the_round_trip(Type contract)
    {
        foreach (var message in Messages.Where(contract.IsInstanceOfType))
        {
            var json = JsonSerializer.Serialize(message, contract, ControlJson.Default);
            var back = JsonSerializer.Deserialize(json, contract, ControlJson.Default)!;

            Assert.Equal(message.GetType(), back.GetType());
            Assert.Equal(json, JsonSerializer.Serialize(back, contract, ControlJson.Default));
            Assert.True(JsonNode.DeepEquals(Plain(message), Plain(back)), json);
        }
    }

    [Theory]
    [MemberData(nameof(Bases))]
    public void No_message_is_forgotten_here_or_in_the_contract(Type contract)
    {
        var written = contract.Assembly.GetTypes().Where(type => type.IsSubclassOf(contract) && !type.IsAbstract).ToHashSet();

        Assert.Equal(written, contract.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(known => known.DerivedType).ToHashSet());
        Assert.Equal(written, Messages.Where(contract.IsInstanceOfType).Select(message => message.GetType()).ToHashSet());
    }

    [Fact]
    public void Writes_what_the_protocol_page_shows()
    {
        var json = JsonSerializer.Serialize<WorkerRequest>(new PauseConsumer(Consumer), ControlJson.Default.WorkerRequest);

        Assert.Equal("""{"type":"consumer.pause","consumer":"consumer"}""", json);
    }

    [Theory]
    [InlineData("""{"type":"router.levitate","router":"r"}""")]
    [InlineData("""{"type":"router.close","router":"not an id"}""")]
    [InlineData("""{"type":"transport.produce","transport":"t","producer":"p","kind":7,"rtpParameters":{"codecs":[]}}""")]
    public void Refuses_json_outside_the_contract(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ControlJson.Default.WorkerRequest));

    /// <summary>Every property by reflection, so that one which the contract's serializer leaves out is noticed.</summary>
    private static JsonNode? Plain(object message) => JsonSerializer.SerializeToNode(message, message.GetType(), JsonSerializerOptions.Web);

    private static IceCandidate Candidate(string protocol, string? tcpType) => new()
    {
        Foundation = "1",
        Priority = 1_076_302_079,
        Ip = "192.0.2.1",
        Address = "192.0.2.1",
        Protocol = protocol,
        Port = 40_000,
        TcpType = tcpType,
    };
}
