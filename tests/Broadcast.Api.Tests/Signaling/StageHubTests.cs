using System.Text.Json;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Tests.Signaling;

public sealed class StageHubTests(ApiHost host) : IClassFixture<ApiHost>
{
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
        var producer = await presenter.ProduceAsync();
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
        var transport = await viewer.CreateTransportAsync("recv");
        await viewer.AssertRefusedAsync("forbidden", "CreateTransport", new { direction = "send" });
        await viewer.AssertRefusedAsync("forbidden", "Produce", StageCalls.Production(transport));
        Assert.Equal("scheduled", (await host.WebinarAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Answers_for_what_belongs_to_others_as_for_what_is_not_there()
    {
        var id = await host.CreateWebinarAsync();
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var eve = await host.JoinAsync(id, "presenter", "Eve");
        var transport = await ann.CreateTransportAsync("send");
        var producer = (await ann.InvokeAsync("Produce", StageCalls.Production(transport))).GetProperty("producerId").GetString();
        var receiving = await ann.CreateTransportAsync("recv");
        var consumer = (await ann.InvokeAsync("Consume", StageCalls.Consumption(receiving, producer!))).GetProperty("consumerId").GetString();

        await eve.AssertRefusedAsync("not_found", "ConnectTransport", StageCalls.Connection(transport));
        await eve.AssertRefusedAsync("not_found", "RestartIce", new { transportId = transport });
        await eve.AssertRefusedAsync("not_found", "Produce", StageCalls.Production(transport));
        await eve.AssertRefusedAsync("not_found", "Consume", StageCalls.Consumption(receiving, producer!));
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
        var producer = await presenter.ProduceAsync();
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
        var producer = await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        await viewer.InvokeAsync("ConnectTransport", StageCalls.Connection(transport));
        var consumed = await viewer.InvokeAsync("Consume", StageCalls.Consumption(transport, producer));
        Assert.True(Sent<Consume>(consume => consume.Producer.Value == producer).Paused);
        Assert.Equal("video", consumed.GetProperty("kind").GetString());
        var consumer = consumed.GetProperty("consumerId").GetString();
        await viewer.InvokeAsync("ResumeConsumer", new { consumerId = consumer });
        Assert.NotNull(Sent<ResumeConsumer>(resume => resume.Consumer.Value == consumer));
        await viewer.AssertRefusedAsync("not_found", "Consume", StageCalls.Consumption(transport, "gone"));
    }

    [Fact]
    public async Task Tells_presenters_how_many_have_no_codec_for_a_picture()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        host.Node.Script = request => request is Consume ? new ControlError(ControlErrorCode.Unsupported, "The receiver takes none of video/H264.") : null;

        await viewer.AssertRefusedAsync("unsupported", "Consume", StageCalls.Consumption(transport, producer));
        await viewer.AssertRefusedAsync("unsupported", "Consume", StageCalls.Consumption(transport, producer));

        await presenter.EventAsync("ViewersWithoutPictureChanged", change => change.GetProperty("count").GetInt32() == 1);
        await using var second = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "presenter"));
        var joined = await second.InvokeAsync("Join", new { displayName = "Bob" });
        Assert.Equal(1, joined.GetProperty("viewersWithoutPicture").GetInt32());
        await presenter.InvokeAsync("CloseProducer", new { producerId = producer });
        host.Time.Advance(StageLimits.ViewerCountInterval);
        await presenter.EventAsync("ViewersWithoutPictureChanged", change => change.GetProperty("count").GetInt32() == 0);
        host.Node.Script = _ => null;
    }

    [Fact]
    public async Task Gives_a_viewer_each_producer_once_until_it_is_given_back()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        var another = await viewer.CreateTransportAsync("recv");
        var consumed = await viewer.InvokeAsync("Consume", StageCalls.Consumption(transport, producer));

        await viewer.AssertRefusedAsync("conflict", "Consume", StageCalls.Consumption(transport, producer));
        await viewer.AssertRefusedAsync("conflict", "Consume", StageCalls.Consumption(another, producer));

        await viewer.InvokeAsync("CloseConsumer", new { consumerId = consumed.GetProperty("consumerId").GetString() });
        await viewer.InvokeAsync("Consume", StageCalls.Consumption(another, producer));
    }

    [Fact]
    public async Task Holds_participants_to_their_limits()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var sending = await presenter.CreateTransportAsync("send");
        for (var transport = 1; transport < 4; transport++)
            await presenter.CreateTransportAsync("recv");
        await presenter.AssertRefusedAsync("conflict", "CreateTransport", new { direction = "recv" });
        for (var producer = 0; producer < 8; producer++)
            await presenter.InvokeAsync("Produce", StageCalls.Production(sending));
        await presenter.AssertRefusedAsync("conflict", "Produce", StageCalls.Production(sending));
    }

    [Fact]
    public async Task Ends_for_everyone()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var sending = await presenter.CreateTransportAsync("send");
        await presenter.InvokeAsync("Produce", StageCalls.Production(sending));
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), null);
        await presenter.EventAsync("WebinarChanged", change => change.GetProperty("state").GetString() == "ended");
        await presenter.AssertRefusedAsync("conflict", "Produce", StageCalls.Production(sending));
        await using var late = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        var joined = await late.InvokeAsync("Join", new { displayName = "Late" });
        Assert.Equal(JsonValueKind.Null, joined.GetProperty("routerRtpCapabilities").ValueKind);
        Assert.Empty(joined.GetProperty("producers").EnumerateArray());
    }

    [Fact]
    public async Task Passes_on_that_a_transport_died_and_removes_what_it_carried()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var transport = await presenter.CreateTransportAsync("send");
        var producer = (await presenter.InvokeAsync("Produce", StageCalls.Production(transport))).GetProperty("producerId").GetString();
        var router = Sent<CreateWebRtcTransport>(create => create.Transport.Value == transport).Router;
        host.Node.Notify(new TransportClosed(router, new TransportId(transport), "consent lost"));
        Assert.Equal(producer, (await presenter.EventAsync("ProducerRemoved")).GetProperty("producerId").GetString());
        Assert.Equal("consent lost", (await presenter.EventAsync("TransportClosed")).GetProperty("reason").GetString());
        await presenter.AssertRefusedAsync("not_found", "Produce", StageCalls.Production(transport));
    }

    [Fact]
    public async Task Goes_on_with_the_same_recording_after_the_router_was_lost()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        var before = Sent<CreateDirectTransport>(_ => true);
        host.Node.Notify(new RouterLost(before.Router, "it threw"));
        await presenter.EventAsync("StageReset");
        await presenter.InvokeAsync("Join", new { displayName = "Again" });
        var after = Sent<CreateDirectTransport>(_ => true);
        // Its next opening, which the name says, so that no two nodes write the same file of its journal.
        Assert.Equal($"{before.Sink}/1", after.Sink);
        Assert.NotEqual(before.Router, after.Router);
    }

    [Fact]
    public async Task Asks_everyone_to_join_again_when_the_media_node_lost_the_router()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var transport = await presenter.CreateTransportAsync("send");
        var router = Sent<CreateWebRtcTransport>(create => create.Transport.Value == transport).Router;
        host.Node.Notify(new RouterLost(router, "it threw"));
        await presenter.EventAsync("StageReset");
        await presenter.AssertRefusedAsync("not_found", "Produce", StageCalls.Production(transport));
        await presenter.InvokeAsync("Join", new { displayName = "Again" });
        var again = await presenter.CreateTransportAsync("send");
        Assert.NotEqual(router, Sent<CreateWebRtcTransport>(create => create.Transport.Value == again).Router);
    }

    private T Sent<T>(Func<T, bool> where) where T : WorkerRequest => host.Node.Requests.OfType<T>().Last(where);
}
