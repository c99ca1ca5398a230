using System.Text.Json;
using System.Text.Json.Nodes;
using Broadcast.Api.Demo;
using Broadcast.Api.Signaling;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Tests.Fuzz;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Api.Tests.Signaling;

/// <summary>Each call of the hub with each value of its argument replaced, on the real media node: every one is answered, and nothing is left of it.</summary>
public sealed class MutatedCallTests(MediaHost host) : IClassFixture<MediaHost>
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Valid arguments, made of the ids of a transport to send on, one to receive on, a producer and a consumer.</summary>
    private static readonly Dictionary<string, Func<Ids, object>> Examples = new()
    {
        ["Join"] = ids => new { displayName = "Somebody", seat = new string('s', 32), resume = new[] { ids.Receiving } },
        ["Watch"] = ids => new { displayName = "Somebody", rtpCapabilities = ids.Capabilities, seat = new string('s', 32), resume = new[] { ids.Receiving } },
        ["CreateTransport"] = _ => new { direction = "recv" },
        ["ConnectTransport"] = ids => StageCalls.Connection(ids.Receiving, bytes: 32),
        ["RestartIce"] = ids => new { transportId = ids.Receiving },
        ["CloseTransport"] = ids => new { transportId = ids.Receiving },
        ["Produce"] = ids => new { transportId = ids.Sending, kind = "video", source = "camera", rtpParameters = TestPicture.Video, paused = false },
        ["PauseProducer"] = ids => new { producerId = ids.Producer },
        ["ResumeProducer"] = ids => new { producerId = ids.Producer },
        ["CloseProducer"] = ids => new { producerId = ids.Producer },
        ["Consume"] = ids => new { transportId = ids.Receiving, producerId = ids.Producer, rtpCapabilities = ids.Capabilities },
        ["ResumeConsumer"] = ids => new { consumerId = ids.Consumer },
        ["PauseConsumer"] = ids => new { consumerId = ids.Consumer },
        ["SetPreferredLayers"] = ids => new { consumerId = ids.Consumer, spatialLayer = 1, temporalLayer = 2 },
        ["CloseConsumer"] = ids => new { consumerId = ids.Consumer },
        ["ReportQuality"] = _ => new
        {
            received = new { bitrate = 2_000_000, height = 720, lost = 0.01, roundTripMs = 40, frozen = 0, concealed = 0, dropped = 0, firstFrameMs = 420 },
            sent = new { bitrate = 3_000_000, availableBitrate = 5_000_000, height = 720, lost = 0, roundTripMs = 40, limitation = "none" },
        },
        ["SendChat"] = _ => new { text = "Hello" },
        ["AskQuestion"] = _ => new { text = "Why?", isAnonymous = false },
        ["VoteQuestion"] = _ => new { id = "7", isFor = true },
        ["MyQuestions"] = _ => new { most = 10 },
        ["ShowQuestion"] = _ => new { id = "7" },
        ["AnswerQuestion"] = _ => new { id = "7", text = "Because." },
        ["DismissQuestion"] = _ => new { id = "7" },
        ["RemoveChat"] = _ => new { id = "7" },
        ["RemovePerson"] = _ => new { participantId = "somebody" },
    };

    public static TheoryData<string> Calls => [.. typeof(StageHub).GetMethods()
        .Where(method => method.DeclaringType == typeof(StageHub) && method.GetBaseDefinition().DeclaringType != typeof(Hub) && !method.IsSpecialName)
        .Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_value_is_answered_and_leaves_nothing_behind(string call)
    {
        Assert.True(Examples.ContainsKey(call), $"Add an example of {call} to {nameof(Examples)}: calls are tried with each of their values replaced.");
        var id = await host.CreateWebinarAsync();
        await using (var presenter = await host.JoinAsync(id, "presenter"))
        {
            var ids = await OpenAsync(presenter);
            foreach (var (path, mutation, argument) in JsonMutations.Of(JsonSerializer.SerializeToNode(Examples[call](ids), Web)!))
            {
                // So that no limit on how often one may call is met.
                host.Time.Advance(TimeSpan.FromSeconds(5));
                if (await IsTakenAsync(presenter, call, argument, $"{call} with {mutation} as {path}"))
                    ids = await OpenAsync(presenter);
            }
        }
        await AssertNothingIsLeftAsync(id);
    }

    /// <returns>False if it was refused.</returns>
    private static async Task<bool> IsTakenAsync(HubClient presenter, string call, JsonNode argument, string what)
    {
        try
        {
            await presenter.InvokeAsync(call, argument);
            return true;
        }
        catch (HubException refusal)
        {
            Assert.True(refusal.Message.Contains("HubException: ", StringComparison.Ordinal), $"{what} is answered by: {refusal.Message}");
            Assert.False(refusal.Message.Contains("internal_error", StringComparison.Ordinal), $"{what} is a fault.");
            Assert.False(refusal.Message.Contains("rate_limited", StringComparison.Ordinal), $"{what} was not looked at: {refusal.Message}");
            return false;
        }
    }

    /// <summary>Joins again, which lets go of all that was held, and opens one of each.</summary>
    private static async Task<Ids> OpenAsync(HubClient presenter)
    {
        var joined = await presenter.InvokeAsync("Join", new { displayName = "Presenter" });
        var capabilities = joined.GetProperty("routerRtpCapabilities");
        var sending = await presenter.CreateTransportAsync("send");
        var receiving = await presenter.CreateTransportAsync("recv");
        var produced = await presenter.InvokeAsync(
            "Produce", new { transportId = sending, kind = "audio", source = "microphone", rtpParameters = TestPicture.Audio, paused = false });
        var producer = produced.GetProperty("producerId").GetString()!;
        var consumed = await presenter.InvokeAsync("Consume", new { transportId = receiving, producerId = producer, rtpCapabilities = capabilities });
        return new Ids(sending, receiving, producer, consumed.GetProperty("consumerId").GetString()!, capabilities);
    }

    private async Task AssertNothingIsLeftAsync(string webinarId)
    {
        var node = host.Services.GetRequiredService<MediaNode>();
        Assert.All(node.Workers, worker => Assert.False(worker.Ended.IsCompleted));
        Assert.Equal(0, node.Workers.Sum(worker => worker.Faults.Count));
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{webinarId}/end", UriKind.Relative), null);
        foreach (var router in node.Workers.SelectMany(worker => worker.Worker.Routers))
            Assert.Fail($"Router {router} is left: {await node.RequestAsync(new DumpRouter(router), CancellationToken.None) as RouterDump}");
    }

    private sealed record Ids(string Sending, string Receiving, string Producer, string Consumer, JsonElement Capabilities);
}
