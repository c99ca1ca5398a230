using System.Text.Json;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Tests.Stage.Parts;

/// <summary>Which layers somebody gets, and which are sent.</summary>
public sealed class LayersPartTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_viewer_limits_the_layers_of_what_they_receive()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await using var viewer = await host.JoinAsync(id, "viewer");
        var consumer = await ConsumeAsync(viewer, await presenter.ProduceAsync());

        await viewer.InvokeAsync("SetPreferredLayers", new { consumerId = consumer, spatialLayer = 1 });
        Assert.Contains(new SetPreferredLayers(new ConsumerId(consumer), SpatialLayer: 1), host.Node.Requests);
        await presenter.AssertRefusedAsync("not_found", "SetPreferredLayers", new { consumerId = consumer });
        await viewer.AssertRefusedAsync("invalid_request", "SetPreferredLayers", new { consumerId = consumer, spatialLayer = -1 }, "spatialLayer");
    }

    [Fact]
    public async Task A_viewer_is_told_when_a_picture_does_not_fit_and_when_it_does_again()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await using var viewer = await host.JoinAsync(id, "viewer");
        var consumer = await ConsumeAsync(viewer, await presenter.ProduceAsync());
        foreach (var (layer, fitsAgain) in new (int?, bool)[] { (2, false), (null, false), (0, true), (1, false) })
            host.Node.Notify(new ConsumerLayersChanged(RouterOf(id), new ConsumerId(consumer), layer, layer, fitsAgain));

        Assert.Equal((consumer, true), Told(await viewer.EventAsync("PictureHeldBack")));
        Assert.Equal((consumer, false), Told(await viewer.EventAsync("PictureHeldBack")));
        await ChatReachesAsync(viewer);
        Assert.Equal(0, viewer.Count("PictureHeldBack"));
        Assert.Equal(0, presenter.Count("PictureHeldBack"));
    }

    [Fact]
    public async Task A_presenter_is_told_which_layers_are_wanted_and_again_when_they_come_back()
    {
        var id = await host.CreateWebinarAsync();
        var link = await host.LinkAsync(id, "presenter");
        const string seat = "the-secret-of-this-presenter";
        await using var before = await HubClient.ConnectAsync(host.Address, link);
        await before.InvokeAsync("Join", new { displayName = "Ann", seat });
        var transport = await before.CreateTransportAsync("send");
        var producer = (await before.InvokeAsync("Produce", StageCalls.Production(transport))).GetProperty("producerId").GetString()!;
        await using var viewer = await host.JoinAsync(id, "viewer");

        host.Node.Notify(new ProducerWantedLayers(RouterOf(id), new ProducerId(producer), SpatialLayer: 1));
        Assert.Equal((producer, 1), Wanted(await before.EventAsync("WantedLayersChanged")));
        host.Node.Notify(new ProducerWantedLayers(RouterOf(id), new ProducerId(producer), SpatialLayer: null));
        Assert.Equal((producer, null), Wanted(await before.EventAsync("WantedLayersChanged")));

        await before.AbortAsync();
        await using var after = await HubClient.ConnectAsync(host.Address, link);
        await after.InvokeAsync("Join", new { displayName = "Ann", seat, resume = new[] { transport } });
        Assert.Equal((producer, null), Wanted(await after.EventAsync("WantedLayersChanged")));
        await ChatReachesAsync(viewer);
        Assert.Equal(0, viewer.Count("WantedLayersChanged"));
    }

    [Fact]
    public async Task What_was_wanted_of_a_producer_that_is_gone_is_forgotten()
    {
        var id = await host.CreateWebinarAsync();
        var link = await host.LinkAsync(id, "presenter");
        const string seat = "another-secret-of-a-presenter";
        await using var before = await HubClient.ConnectAsync(host.Address, link);
        await before.InvokeAsync("Join", new { displayName = "Bob", seat });
        var transport = await before.CreateTransportAsync("send");
        var gone = await ProduceAsync(before, transport);
        var kept = await ProduceAsync(before, transport);
        foreach (var producer in new[] { gone, kept })
        {
            host.Node.Notify(new ProducerWantedLayers(RouterOf(id), new ProducerId(producer), SpatialLayer: 1));
            await before.EventAsync("WantedLayersChanged");
        }

        await before.InvokeAsync("CloseProducer", new { producerId = gone });
        await before.AbortAsync();
        await using var after = await HubClient.ConnectAsync(host.Address, link);
        await after.InvokeAsync("Join", new { displayName = "Bob", seat, resume = new[] { transport } });

        Assert.Equal((kept, 1), Wanted(await after.EventAsync("WantedLayersChanged")));
        await ChatReachesAsync(after);
        Assert.Equal(0, after.Count("WantedLayersChanged"));

        static async Task<string> ProduceAsync(HubClient presenter, string transport) =>
            (await presenter.InvokeAsync("Produce", StageCalls.Production(transport))).GetProperty("producerId").GetString()!;
    }

    private RouterId RouterOf(string webinar) =>
        host.Node.Requests.OfType<CreateRouter>().Last(create => create.Router.Value.StartsWith(webinar, StringComparison.Ordinal)).Router;

    private static async Task<string> ConsumeAsync(HubClient viewer, string producer)
    {
        var consumed = await viewer.InvokeAsync("Consume", StageCalls.Consumption(await viewer.CreateTransportAsync("recv"), producer));
        return consumed.GetProperty("consumerId").GetString()!;
    }

    /// <summary>All that was told before has arrived.</summary>
    private static async Task ChatReachesAsync(HubClient viewer)
    {
        await viewer.InvokeAsync("SendChat", new { text = "Hello" });
        await viewer.EventAsync("ChatReceived");
    }

    private static (string?, bool) Told(JsonElement held) => (held.GetProperty("consumerId").GetString(), held.GetProperty("heldBack").GetBoolean());

    private static (string?, int?) Wanted(JsonElement wanted) =>
        (wanted.GetProperty("producerId").GetString(), wanted.GetProperty("spatialLayer") is { ValueKind: JsonValueKind.Number } layer ? layer.GetInt32() : null);
}
