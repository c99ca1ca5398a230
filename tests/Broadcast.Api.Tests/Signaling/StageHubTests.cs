using System.Text.Json;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Tests.Signaling;

public sealed class StageHubTests(ApiHost host) : IClassFixture<ApiHost>
{
    static readonly object NoCodecs = new { codecs = Array.Empty<object>() };

    [Fact]
    public async Task Wants_a_join_before_anything_else()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        await viewer.AssertRefusedAsync("not_joined", "SendChat", new { text = "Hello" });
        await viewer.AssertRefusedAsync("invalid_request", "Join", new { displayName = "" });
    }

    [Fact]
    public async Task Tells_a_newcomer_what_is_on_the_stage()
    {
        var id = await host.CreateWebinarAsync("Bees");
        await using var presenter = await host.JoinAsync(id, "presenter", "Ann");
        var producer = await ProduceAsync(presenter);
        await using var viewer = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        var joined = await viewer.InvokeAsync("Join", new { displayName = "Bob" });
        Assert.Equal("viewer", joined.GetProperty("role").GetString());
        Assert.Equal("live", joined.GetProperty("webinar").GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Object, joined.GetProperty("routerRtpCapabilities").ValueKind);
        var shown = Assert.Single(joined.GetProperty("producers").EnumerateArray());
        Assert.Equal(producer, shown.GetProperty("producerId").GetString());
        Assert.Equal("Ann", shown.GetProperty("displayName").GetString());
        Assert.Equal("camera", shown.GetProperty("source").GetString());
    }

    [Fact]
    public async Task Does_not_let_a_viewer_send()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await CreateTransportAsync(viewer, "recv");
        await viewer.AssertRefusedAsync("forbidden", "CreateTransport", new { direction = "send" });
        await viewer.AssertRefusedAsync("forbidden", "Produce", Production(transport));
        Assert.Equal("scheduled", (await host.WebinarAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Answers_for_what_belongs_to_others_as_for_what_is_not_there()
    {
        var id = await host.CreateWebinarAsync();
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var eve = await host.JoinAsync(id, "presenter", "Eve");
        var transport = await CreateTransportAsync(ann, "send");
        var producer = (await ann.InvokeAsync("Produce", Production(transport))).GetProperty("producerId").GetString();
        var receiving = await CreateTransportAsync(ann, "recv");
        var consumer = (await ann.InvokeAsync("Consume", Consumption(receiving, producer!))).GetProperty("consumerId").GetString();

        await eve.AssertRefusedAsync("not_found", "ConnectTransport", Connection(transport));
        await eve.AssertRefusedAsync("not_found", "RestartIce", new { transportId = transport });
        await eve.AssertRefusedAsync("not_found", "Produce", Production(transport));
        await eve.AssertRefusedAsync("not_found", "Consume", Consumption(receiving, producer!));
        await eve.AssertRefusedAsync("not_found", "PauseProducer", new { producerId = producer });
        await eve.AssertRefusedAsync("not_found", "CloseProducer", new { producerId = producer });
        await eve.AssertRefusedAsync("not_found", "ResumeConsumer", new { consumerId = consumer });
        await eve.AssertRefusedAsync("not_found", "CloseConsumer", new { consumerId = consumer });
    }

    [Fact]
    public async Task Goes_live_with_the_first_producer_and_tells_everyone()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await ProduceAsync(presenter);
        Assert.Equal("live", (await viewer.EventAsync("WebinarChanged")).GetProperty("state").GetString());
        Assert.Equal(producer, (await viewer.EventAsync("ProducerAdded")).GetProperty("producerId").GetString());
        await presenter.InvokeAsync("PauseProducer", new { producerId = producer });
        Assert.True((await viewer.EventAsync("ProducerChanged")).GetProperty("paused").GetBoolean());
        await presenter.InvokeAsync("CloseProducer", new { producerId = producer });
        Assert.Equal(producer, (await viewer.EventAsync("ProducerRemoved")).GetProperty("producerId").GetString());
    }

    [Fact]
    public async Task Gives_a_viewer_a_paused_consumer_to_resume()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await ProduceAsync(presenter);
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await CreateTransportAsync(viewer, "recv");
        await viewer.InvokeAsync("ConnectTransport", Connection(transport));
        var consumed = await viewer.InvokeAsync("Consume", Consumption(transport, producer));
        Assert.True(Sent<Consume>(consume => consume.Producer.Value == producer).Paused);
        Assert.Equal("video", consumed.GetProperty("kind").GetString());
        var consumer = consumed.GetProperty("consumerId").GetString();
        await viewer.InvokeAsync("ResumeConsumer", new { consumerId = consumer });
        Assert.NotNull(Sent<ResumeConsumer>(resume => resume.Consumer.Value == consumer));
        await viewer.AssertRefusedAsync("not_found", "Consume", Consumption(transport, "gone"));
    }

    [Fact]
    public async Task Holds_participants_to_their_limits()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var sending = await CreateTransportAsync(presenter, "send");
        for (var transport = 1; transport < 4; transport++)
            await CreateTransportAsync(presenter, "recv");
        await presenter.AssertRefusedAsync("conflict", "CreateTransport", new { direction = "recv" });
        for (var producer = 0; producer < 8; producer++)
            await presenter.InvokeAsync("Produce", Production(sending));
        await presenter.AssertRefusedAsync("conflict", "Produce", Production(sending));
    }

    [Fact]
    public async Task Ends_for_everyone()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var sending = await CreateTransportAsync(presenter, "send");
        await presenter.InvokeAsync("Produce", Production(sending));
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), null);
        await presenter.EventAsync("WebinarChanged", change => change.GetProperty("state").GetString() == "ended");
        await presenter.AssertRefusedAsync("conflict", "Produce", Production(sending));
        await using var late = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        var joined = await late.InvokeAsync("Join", new { displayName = "Late" });
        Assert.Equal(JsonValueKind.Null, joined.GetProperty("routerRtpCapabilities").ValueKind);
        Assert.Empty(joined.GetProperty("producers").EnumerateArray());
    }

    [Fact]
    public async Task Keeps_the_media_of_a_lost_presenter_for_fifteen_seconds()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var presenter = await host.JoinAsync(id, "presenter");
        await ProduceAsync(presenter);
        await presenter.DisposeAsync();
        await host.Time.UntilTimerAsync(StageLimits.Grace).WaitAsync(TimeSpan.FromSeconds(10));
        host.Time.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(0, viewer.Count("ProducerRemoved"));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await viewer.EventAsync("ProducerRemoved");
    }

    [Fact]
    public async Task Passes_on_that_a_transport_died_and_removes_what_it_carried()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var transport = await CreateTransportAsync(presenter, "send");
        var producer = (await presenter.InvokeAsync("Produce", Production(transport))).GetProperty("producerId").GetString();
        host.Node.Notify(new TransportClosed(new TransportId(transport), "consent lost"));
        Assert.Equal(producer, (await presenter.EventAsync("ProducerRemoved")).GetProperty("producerId").GetString());
        Assert.Equal("consent lost", (await presenter.EventAsync("TransportClosed")).GetProperty("reason").GetString());
        await presenter.AssertRefusedAsync("not_found", "Produce", Production(transport));
    }

    [Fact]
    public async Task Asks_everyone_to_join_again_when_the_media_node_lost_the_router()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var transport = await CreateTransportAsync(presenter, "send");
        var router = Sent<CreateWebRtcTransport>(create => create.Transport.Value == transport).Router;
        host.Node.Notify(new WorkerDied(0, [router], "it threw"));
        await presenter.EventAsync("StageReset");
        await presenter.AssertRefusedAsync("not_found", "Produce", Production(transport));
        await presenter.InvokeAsync("Join", new { displayName = "Again" });
        var again = await CreateTransportAsync(presenter, "send");
        Assert.NotEqual(router, Sent<CreateWebRtcTransport>(create => create.Transport.Value == again).Router);
    }

    static async Task<string> CreateTransportAsync(HubClient client, string direction) =>
        (await client.InvokeAsync("CreateTransport", new { direction })).GetProperty("id").GetString()!;

    static async Task<string> ProduceAsync(HubClient presenter)
    {
        var transport = await CreateTransportAsync(presenter, "send");
        return (await presenter.InvokeAsync("Produce", Production(transport))).GetProperty("producerId").GetString()!;
    }

    static object Production(string transportId) => new { transportId, kind = "video", source = "camera", rtpParameters = NoCodecs, paused = false };

    static object Consumption(string transportId, string producerId) => new { transportId, producerId, rtpCapabilities = NoCodecs };

    static object Connection(string transportId) => new
    {
        transportId,
        dtlsParameters = new { role = "client", fingerprints = new[] { new { algorithm = "sha-256", value = "AA:BB" } } },
    };

    T Sent<T>(Func<T, bool> where) where T : WorkerRequest => host.Node.Requests.OfType<T>().Last(where);
}
