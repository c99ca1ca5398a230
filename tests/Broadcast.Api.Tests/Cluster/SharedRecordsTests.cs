using System.Text.Json;
using Broadcast.Api.Chat;
using Broadcast.Api.Cluster;
using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Api.Nodes;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Api.Webinars;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>What grains say to each other arrives in another process as it was.</summary>
public sealed class SharedRecordsTests : IDisposable
{
    private static readonly RouterId Router = new("webinar.1");
    private static readonly TransportId Transport = new("ann.r1");
    private static readonly ProducerId Producer = new("ann.2");
    private static readonly ConsumerId Consumer = new("bob.3");

    private readonly ServiceProvider services;

    public SharedRecordsTests()
    {
        var collection = new ServiceCollection();
        SharedRecords.AddTo(collection);
        services = collection.BuildServiceProvider();
    }

    public static IEnumerable<object[]> Messages
    {
        get
        {
            RouterRtpCapabilities.TryCreate(mediaCodecs: null, out var capabilities, out _);
            var parameters = Demo.TestPicture.Video;
            var webinar = new JoinedWebinar(new("webinar"), "Bees", null, WebinarState.Live, null, DateTimeOffset.UnixEpoch, null, PreferH264: true, ModerateQuestions: true, AnonymousQuestions: false);
            var shown = new StageProducer(Producer.Value, new("ann"), "Ann", MediaKind.Video, ProducerSource.Camera, Paused: false, OffersStandIn: true, StandIn: null);
            var message = new ChatMessage("1", new("ann"), "Ann", StageRole.Presenter, "Hello", DateTimeOffset.UnixEpoch);
            var question = new StageQuestion("1", new("ann"), "Ann", StageRole.Viewer, "Why?", DateTimeOffset.UnixEpoch, QuestionState.Open, 3, Answer: null, AnsweredBy: null, AnsweredAt: null);
            object[] all =
            [
                new CreateWebRtcTransport(Router, Transport, ReceiveOnly: true),
                new Produce(Transport, Producer, MediaKind.Video, parameters),
                new Consume(Transport, Consumer, Producer, capabilities, Paused: true),
                new ConsumerCreated(Consumer, Producer, MediaKind.Video, StreamType.Simple, parameters, ProducerPaused: false),
                new WebRtcTransportCreated(Transport, new IceParameters("user", "password"), [], new DtlsParameters { Fingerprints = [new("sha-256", "AB")] }),
                new TransportClosed(Router, Transport, "consent lost"),
                new StageUpdate(7, new ChatAdded(message)),
                new StageUpdate(15, new QuestionMoved(question, new("ann"))),
                new StageUpdate(16, new QuestionTaken("1", new("ann"))),
                new StageUpdate(17, new VotesCounted([new("1", 4)])),
                new StageUpdate(8, new ProducersGone([Producer])),
                new StageUpdate(9, new LinksRevoked(StageRole.Viewer, "link")),
                new StageUpdate(10, new StandInWanted(Producer, Wanted: true)),
                new AudienceReport(new AudienceCount(new("audience"), 3, 2, 1), [new ArrivedSeat(new("ann"), IsResumed: true)], [new NodeId("edge")], [Producer]),
                new StageUpdate(11, new EdgeOpened(new StagePlace(new NodeId("edge"), Router))),
                new StageUpdate(13, new OriginLost(new StagePlace(new NodeId("origin"), Router), "It is out of reach.")),
                new StageUpdate(12, new EdgeClosed(new StagePlace(new NodeId("edge"), Router), "It is out of reach.")),
                new StageUpdate(14, new NodesLeaving([new LeavingNode(new NodeId("edge"), DateTimeOffset.UnixEpoch)])),
                new Presenter(new("ann"), "Ann", new("audience"), IsResumed: true),
                new Attendant(new("ann"), "Ann", StageRole.Viewer, "link", new Visitor("browser", DateTimeOffset.UnixEpoch, "192.0.2.1"), QualityBlame.OwnNetwork),
                new PersonTimeline("Ann", StageRole.Viewer, [new(DateTimeOffset.UnixEpoch, 1_000, 720, 0.1, RoundTripMs: null, 0, 0, 0, 0, HeldBack: true, QualityBlame.OwnNetwork)]),
                new StageSnapshot(
                    7, webinar, new StageRouter(new NodeId("local"), Router, capabilities!), [new StagePlace(new NodeId("edge"), Router)],
                    [new LeavingNode(new NodeId("edge"), DateTimeOffset.UnixEpoch)], [shown], Recording: null,
                    new ChatTail(1_000, []).With(message), new QuestionBoard(1_000, []).With(question, new("ann")), KeptOut: [], [new AudienceCount(new("audience"), 1, 1, 0)]),
            ];
            return all.Select(each => (object[])[each.GetType().Name, each]);
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Arrive_as_they_were(string name, object message)
    {
        var serializer = services.GetRequiredService<Serializer>();
        var arrived = serializer.Deserialize<object>(serializer.SerializeToArray(message));
        Assert.Equal(name, arrived!.GetType().Name);
        Assert.Equal(JsonSerializer.Serialize(message), JsonSerializer.Serialize(arrived));
    }

    [Fact]
    public void Arrive_as_what_they_were_declared_as()
    {
        var request = new CreateWebRtcTransport(Router, Transport, ReceiveOnly: true);
        var requests = services.GetRequiredService<Serializer<WorkerRequest>>();
        Assert.Equal(request, requests.Deserialize(requests.SerializeToArray(request)));
        var update = new StageUpdate(1, new MediaLost("Gone."));
        var updates = services.GetRequiredService<Serializer<StageUpdate>>();
        Assert.Equal(update, updates.Deserialize(updates.SerializeToArray(update)));
        var responses = services.GetRequiredService<Serializer<ControlResponse>>();
        Assert.IsType<Accepted>(responses.Deserialize(responses.SerializeToArray(Accepted.Instance)));
        Assert.Equal(new IceRestarted(Transport, new IceParameters("a", "b")), responses.Deserialize(responses.SerializeToArray(new IceRestarted(Transport, new IceParameters("a", "b")))));
    }

    [Fact]
    public void Stay_what_they_are_within_the_process()
    {
        var message = new CreateWebRtcTransport(Router, Transport);
        Assert.Same(message, services.GetRequiredService<DeepCopier>().Copy<WorkerRequest>(message));
    }

    [Fact]
    public void A_refusal_keeps_its_code_and_its_sentence()
    {
        var serializer = services.GetRequiredService<Serializer>();
        var refusal = new StageException(StageErrorCode.WebinarFull, "The webinar is full.");
        var arrived = Assert.IsType<StageException>(serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(refusal)));
        Assert.Equal((refusal.Code, refusal.Message), (arrived.Code, arrived.Message));
    }

    public void Dispose() => services.Dispose();
}
