using System.Reflection;
using System.Text.Json;
using Broadcast.Api.Demo;
using Broadcast.Api.Hosting;
using Broadcast.Api.Http;
using Broadcast.Api.Signaling;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.TestHost;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Tests.Contract;

/// <summary>docs/transcript.md is what a presenter and a viewer really say to the server. <c>make contract</c> writes it anew.</summary>
public sealed class TranscriptTests(TranscriptHost host) : IClassFixture<TranscriptHost>
{
    private const string WriteVariable = "BROADCAST_WRITE_CONTRACT";
    private const string Ann = "Ann";
    private const string Bea = "Bea";
    private const string Cem = "Cem";

    private const string Head = """
        # A webinar, message by message
        What a presenter and a viewer say to the server and hear from it, in order: enough to write a client in another language. Written by `make contract` from a webinar that a test holds with the real server and media node; only ids, times, secrets and addresses are made the same in every run. [protocol.md](protocol.md) says what may be sent when, and what else may be answered.

        On the wire each call is a record of SignalR's JSON protocol, ended by the byte 0x1E, over a WebSocket at `/hub/stage?access_token=LINK_TOKEN`: first `{"protocol":"json","version":1}`, answered by `{}`, then for each call `{"type":1,"invocationId":"1","target":"Join","arguments":[{…}]}`, answered by `{"type":3,"invocationId":"1","result":{…}}`, or by `{"type":3,"invocationId":"1","error":"… HubException: code: sentence"}`. What is heard comes as `{"type":1,"target":"ProducerAdded","arguments":[{…}]}`. Both sides send `{"type":6}` to say that they are there: the server at least every 15 s.

        """;

    private static readonly string File = Path.Combine(Repository.Root, "docs", "transcript.md");
    private static readonly JsonSerializerOptions Protocol = new();

    static TranscriptTests() => ProtocolJson.Apply(Protocol);

    [Fact]
    public async Task The_transcript_is_what_is_said()
    {
        var transcript = new Transcript();
        await HoldWebinarAsync(transcript);
        var said = Head + transcript;
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
            await System.IO.File.WriteAllTextAsync(File, said);
        var written = await System.IO.File.ReadAllTextAsync(File);
        Assert.True(said == written, $"docs/transcript.md is not what is said; `make contract` writes it anew. {FirstDifference(said, written)}");
        Assert.Empty(Calls().Except(transcript.Shown));
    }

    private static IEnumerable<string> Calls() =>
        typeof(StageHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition() == method && !method.IsSpecialName)
            .Concat(typeof(IStageClient).GetMethods()).Select(method => method.Name);

    private async Task HoldWebinarAsync(Transcript transcript)
    {
        var webinar = await host.CreateWebinarAsync();
        var (presenterLink, viewerLink) = (await host.LinkAsync(webinar, "presenter"), await host.LinkAsync(webinar, "viewer"));
        transcript.Chapter("The invitation", "What a page asks before anybody clicks: whose link it is, and what there will be to receive.");
        using var browser = new HttpClient();
        var invitation = JsonDocument.Parse(await browser.GetStringAsync(new Uri(host.Address, $"/api/join/{viewerLink}"))).RootElement;
        transcript.Request("GET /api/join/LINK_TOKEN", Bea, invitation);

        await using var ann = await HubClient.ConnectAsync(host.Address, presenterLink);
        await using var bea = await HubClient.ConnectAsync(host.Address, viewerLink);
        await using var cem = await HubClient.ConnectAsync(host.Address, viewerLink);
        var (transport, producer) = await PresentAsync(transcript, ann);
        await WatchAsync(transcript, bea, invitation, producer);
        await StandInAsync(transcript, ann, cem, transport, producer);
        await bea.EventAsync("ProducerChanged");
        await TalkAsync(transcript, ann, bea);
        await AskAsync(transcript, ann, bea);
        await ChangeAsync(transcript, ann, bea, producer);
        await TellTheRestAsync(transcript, webinar, ann);
        await LeaveAsync(transcript, ann, bea);
    }

    private async Task<(string Transport, string Producer)> PresentAsync(Transcript transcript, HubClient ann)
    {
        transcript.Chapter("A presenter goes live", "Join, one transport to send on, connect it with the browser's DTLS parameters, produce. The first producer takes the webinar live.");
        await CallAsync(transcript, Ann, ann, "Join", new { displayName = Ann, seat = "ann-has-this-secret-seat" });
        var transport = await CallAsync(transcript, Ann, ann, "CreateTransport", new { direction = "send" });
        var id = transport.GetProperty("id").GetString()!;
        await CallAsync(transcript, Ann, ann, "ConnectTransport", StageCalls.Connection(id, bytes: 32));
        var produced = await CallAsync(transcript, Ann, ann, "Produce", new
        {
            transportId = id,
            kind = "video",
            source = "camera",
            rtpParameters = JsonSerializer.SerializeToElement(TestPicture.Video, Protocol),
            paused = false,
            offersStandIn = true,
        });
        await HearAsync(transcript, Ann, ann, "WebinarChanged");
        await HearAsync(transcript, Ann, ann, "ProducerAdded");
        await CallAsync(transcript, Ann, ann, "RestartIce", new { transportId = id });
        return (id, produced.GetProperty("producerId").GetString()!);
    }

    private async Task WatchAsync(Transcript transcript, HubClient bea, JsonElement invitation, string producer)
    {
        transcript.Chapter("A viewer watches", "One call joins, makes a transport and receives all that is on the stage; with its DTLS parameters, media flows. What comes later is consumed one by one.");
        var rtpCapabilities = invitation.GetProperty("routerRtpCapabilities");
        var watching = await CallAsync(transcript, Bea, bea, "Watch", new { displayName = Bea, rtpCapabilities, seat = "bea-has-this-secret-seat" });
        var transport = watching.GetProperty("transport").GetProperty("id").GetString()!;
        await CallAsync(transcript, Bea, bea, "ConnectTransport", StageCalls.Connection(transport, bytes: 32));
        var consumer = watching.GetProperty("consumers")[0].GetProperty("consumerId").GetString()!;
        await CallAsync(transcript, Bea, bea, "SetPreferredLayers", new { consumerId = consumer, spatialLayer = 1 });
        await CallAsync(transcript, Bea, bea, "PauseConsumer", new { consumerId = consumer });
        await CallAsync(transcript, Bea, bea, "CloseConsumer", new { consumerId = consumer });
        var consumed = await CallAsync(transcript, Bea, bea, "Consume", new { transportId = transport, producerId = producer, rtpCapabilities });
        await CallAsync(transcript, Bea, bea, "ResumeConsumer", new { consumerId = consumed.GetProperty("consumerId").GetString() });
        await CallAsync(transcript, Bea, bea, "ReportQuality", new
        {
            received = new { bitrate = 2_310_000, height = 720, lost = 0.002, roundTripMs = 38, frozen = 0, concealed = 0.001, dropped = 0, firstFrameMs = 431 },
        });
        await CallAsync(transcript, Bea, bea, "CloseTransport", new { transportId = transport });
    }

    /// <summary>What Cem's browser decodes is VP8 alone, and Ann sends H.264.</summary>
    private async Task StandInAsync(Transcript transcript, HubClient ann, HubClient cem, string transport, string producer)
    {
        transcript.Chapter(
            "Somebody cannot decode the picture",
            "A viewer whose browser knows no codec of it hears the sound at once. The presenter is asked for the same picture as VP8; when it is there, everybody is told, and who needs it consumes the producer again and gets its stand-in.");
        var codec = new { kind = "video", mimeType = "video/VP8", preferredPayloadType = 101, clockRate = 90_000 };
        var rtpCapabilities = new { codecs = new[] { codec }, headerExtensions = Array.Empty<object>() };
        var watching = await CallAsync(transcript, Cem, cem, "Watch", new { displayName = Cem, rtpCapabilities, seat = "cem-has-this-secret-seat" });
        await HearAsync(transcript, Ann, ann, "WantedStandInChanged");
        await CallAsync(transcript, Ann, ann, "Produce", new
        {
            transportId = transport,
            kind = "video",
            source = "camera",
            rtpParameters = new
            {
                codecs = new[] { new { mimeType = "video/VP8", payloadType = 101, clockRate = 90_000 } },
                encodings = new[] { new { ssrc = 7_654_321, maxBitrate = 500_000 } },
                rtcp = new { cname = "ann" },
            },
            standInFor = producer,
        });
        await HearAsync(transcript, Cem, cem, "ProducerChanged");
        var receiving = watching.GetProperty("transport").GetProperty("id").GetString()!;
        await CallAsync(transcript, Cem, cem, "Consume", new { transportId = receiving, producerId = producer, rtpCapabilities });
    }

    private async Task TalkAsync(Transcript transcript, HubClient ann, HubClient bea)
    {
        transcript.Chapter("The chat", "Everybody hears every message, its author too; a presenter may take one out.");
        var message = await CallAsync(transcript, Bea, bea, "SendChat", new { text = "Good morning!" });
        await HearAsync(transcript, Ann, ann, "ChatReceived");
        await CallAsync(transcript, Ann, ann, "RemoveChat", new { id = message.GetProperty("id").GetString() });
        await HearAsync(transcript, Bea, bea, "ChatRemoved");
    }

    private async Task AskAsync(Transcript transcript, HubClient ann, HubClient bea)
    {
        transcript.Chapter("Questions", "Everybody sees a question, unless the webinar wants a presenter to show it first, and may be for it; a presenter answers it. What is about the caller alone is asked for.");
        var question = await CallAsync(transcript, Bea, bea, "AskQuestion", new { text = "How do bees find home?" });
        var id = question.GetProperty("id").GetString();
        await HearAsync(transcript, Ann, ann, "QuestionChanged");
        await bea.EventAsync("QuestionChanged");
        await CallAsync(transcript, Bea, bea, "VoteQuestion", new { id, isFor = true });
        await HearAsync(transcript, Ann, ann, "VotesChanged");
        await CallAsync(transcript, Bea, bea, "MyQuestions", new { });
        await CallAsync(transcript, Ann, ann, "AnswerQuestion", new { id, text = "By the sun." });
        await HearAsync(transcript, Bea, bea, "QuestionChanged");
        await CallAsync(transcript, Ann, ann, "ShowQuestion", new { id });
        await CallAsync(transcript, Ann, ann, "DismissQuestion", new { id });
        await HearAsync(transcript, Bea, bea, "QuestionRemoved");
    }

    private async Task ChangeAsync(Transcript transcript, HubClient ann, HubClient bea, string producer)
    {
        transcript.Chapter("What is on the stage changes", "A producer is paused, goes on, and is closed.");
        await CallAsync(transcript, Ann, ann, "PauseProducer", new { producerId = producer });
        await HearAsync(transcript, Bea, bea, "ProducerChanged");
        await CallAsync(transcript, Ann, ann, "ResumeProducer", new { producerId = producer });
        await CallAsync(transcript, Ann, ann, "CloseProducer", new { producerId = producer });
        await HearAsync(transcript, Bea, bea, "ProducerRemoved");
    }

    /// <summary>What a webinar in which all goes well has no occasion for.</summary>
    private async Task TellTheRestAsync(Transcript transcript, string webinar, HubClient ann)
    {
        transcript.Chapter("What else is heard", "Counts and the recording's light as they change, and what to do when media is lost.");
        var everybody = host.Get<IHubContext<StageHub, IStageClient>>().Clients.Group(webinar);
        await TellAsync(transcript, ann, nameof(IStageClient.ViewerCountChanged), new ViewerCountChange(1_234), everybody.ViewerCountChanged);
        await TellAsync(transcript, ann, nameof(IStageClient.ViewersWithoutPictureChanged), new ViewerCountChange(2), everybody.ViewersWithoutPictureChanged);
        await TellAsync(
            transcript, ann, nameof(IStageClient.RecordingChanged), new RecordingChange(RecordingStatus.Stopped("Stopped. The disk is nearly full.")), everybody.RecordingChanged);
        await TellAsync(transcript, ann, nameof(IStageClient.PictureHeldBack), new PictureHeldBack("consumer-1", HeldBack: true), everybody.PictureHeldBack);
        await TellAsync(transcript, ann, nameof(IStageClient.WantedLayersChanged), new WantedLayers("producer-1", SpatialLayer: 1), everybody.WantedLayersChanged);
        await TellAsync(
            transcript, ann, nameof(IStageClient.TransportClosed), new TransportLoss("transport-1", "Nothing was heard from it for 30 s."), everybody.TransportClosed);
        await TellAsync(
            transcript, ann, nameof(IStageClient.TransportClosed),
            new TransportLoss("transport-1", "The media node is taken out of service.", GoesOnForMs: 540_000), everybody.TransportClosed);
        await TellAsync(transcript, ann, nameof(IStageClient.StageReset), new StageResetNotice("The media worker was replaced."), everybody.StageReset);
    }

    /// <summary>Hears just this: the server may have something of the kind to tell at the same moment.</summary>
    private static async Task TellAsync<T>(Transcript transcript, HubClient ann, string method, T message, Func<T, Task> tell)
    {
        await tell(message);
        var told = JsonSerializer.SerializeToElement(message, Protocol);
        await HearAsync(transcript, Ann, ann, method, heard => JsonElement.DeepEquals(heard, told));
    }

    private static async Task LeaveAsync(Transcript transcript, HubClient ann, HubClient bea)
    {
        transcript.Chapter("Somebody has to go", "A presenter removes a person, who is told why and kept out.");
        var joined = await bea.InvokeAsync("Join", new { displayName = Bea, seat = "bea-has-this-secret-seat" });
        await CallAsync(transcript, Ann, ann, "RemovePerson", new { participantId = joined.GetProperty("participantId").GetString() });
        await HearAsync(transcript, Bea, bea, "Dismissed");
    }

    private static async Task<JsonElement> CallAsync(Transcript transcript, string who, HubClient client, string method, object argument)
    {
        var answer = await client.InvokeAsync(method, argument);
        transcript.Call(who, method, argument, answer);
        return answer;
    }

    private static async Task HearAsync(Transcript transcript, string who, HubClient client, string method, Func<JsonElement, bool>? where = null) =>
        transcript.Event(who, method, await client.EventAsync(method, where));

    private static string FirstDifference(string said, string written)
    {
        var (now, before) = (said.Split('\n'), written.Split('\n'));
        var line = Enumerable.Range(0, Math.Min(now.Length, before.Length)).FirstOrDefault(i => now[i] != before[i], Math.Min(now.Length, before.Length));
        return $"Line {line + 1}: said `{now.ElementAtOrDefault(line)}`, written `{before.ElementAtOrDefault(line)}`.";
    }
}
