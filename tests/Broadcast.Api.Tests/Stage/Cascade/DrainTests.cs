using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Tests.Stage.Cascade;

/// <summary>A media node is taken out of service while webinars are on it.</summary>
public sealed class DrainTests(CascadeHost host) : IClassFixture<CascadeHost>, IAsyncLifetime
{
    public Task InitializeAsync() => host.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_viewer_receives_elsewhere_before_the_transport_on_a_node_that_leaves_is_closed()
    {
        var (id, presenter, viewer, transport, producer) = await WatchedAsync();
        var edge = host.EdgeOf(transport);
        await DrainAsync(edge);
        var told = await ToldAsync(id, viewer);
        Assert.Equal(transport, told.GetProperty("transportId").GetString());
        Assert.InRange(told.GetProperty("goesOnForMs").GetInt64(), 1, 600_000);

        var next = await viewer.CreateTransportAsync("recv");
        await viewer.InvokeAsync("Consume", StageCalls.Consumption(next, producer));
        Assert.NotEqual(edge, host.EdgeOf(next));
        Assert.DoesNotContain(new CloseTransport(new(transport)), edge.Requests);
        await viewer.AssertRefusedAsync("conflict", "Consume", StageCalls.Consumption(next, producer));

        await viewer.InvokeAsync("CloseTransport", new { transportId = transport });
        Assert.Contains(new CloseTransport(new(transport)), edge.Requests);
        await host.UntilAsync(id, () => edge.Requests.Any(each => each is CloseRouter close && IsOf(close.Router, id)));
        Assert.Equal((0, 0), (viewer.Count("TransportClosed"), presenter.Count("StageReset")));
        await CloseAsync(presenter, viewer);
    }

    [Fact]
    public async Task Nobody_is_placed_on_a_node_that_leaves_until_that_is_taken_back()
    {
        var (id, presenter, viewer, transport, _) = await WatchedAsync();
        var edge = host.EdgeOf(transport);
        await DrainAsync(edge);
        await ToldAsync(id, viewer);
        for (var i = 0; i < 5; i++)
        {
            await using var newcomer = await host.JoinAsync(id, "viewer");
            Assert.NotEqual(edge, host.EdgeOf(await newcomer.CreateTransportAsync("recv")));
        }

        var other = host.Edges.Single(each => each != edge);
        var kept = await host.Organizer.DeleteAsync(new Uri($"/api/nodes/{host.IdOf(edge)}/drain", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);
        await DrainAsync(other);
        await using var late = await host.JoinAsync(await host.CreateWebinarAsync(), "viewer");
        Assert.Equal(edge, host.EdgeOf(await late.CreateTransportAsync("recv")));
        await CloseAsync(presenter, viewer);
    }

    [Fact]
    public async Task Twenty_viewers_a_second_are_moved()
    {
        var id = await host.CreateWebinarAsync();
        var edge = host.Edges[0];
        host.Leaving[host.Edges[1]] = host.Time.GetUtcNow() + TimeSpan.FromHours(1);
        await host.PlacementKnowsAsync();
        var viewers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.JoinAsync(id, "viewer")));
        await Task.WhenAll(viewers.Select(viewer => viewer.CreateTransportAsync("recv")));
        Assert.Equal(50, edge.Requests.OfType<CreateWebRtcTransport>().Count(each => IsOf(each.Router, id)));
        host.Leaving.Clear();

        await DrainAsync(edge);
        var told = new List<int>();
        await host.UntilAsync(id, () =>
        {
            told.Add(viewers.Sum(viewer => viewer.Count("TransportClosed")));
            return told[^1] == 50;
        });
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 2 * MovingPace.PerSecond));
        Assert.Contains(told, count => count is > 0 and < 50);
        await CloseAsync(viewers);
    }

    [Fact]
    public async Task What_is_left_when_the_time_is_over_is_closed()
    {
        var (id, presenter, viewer, transport, _) = await WatchedAsync();
        var edge = host.EdgeOf(transport);
        await DrainAsync(edge, withinMinutes: 1);
        await ToldAsync(id, viewer);
        var closed = viewer.EventAsync("TransportClosed", loss => loss.GetProperty("goesOnForMs").ValueKind == JsonValueKind.Null);
        await host.UntilAsync(id, () => closed.IsCompleted);
        Assert.Equal(transport, (await closed).GetProperty("transportId").GetString());
        await CloseAsync(presenter, viewer);
    }

    [Fact]
    public async Task An_origin_that_leaves_moves_its_presenters_when_its_viewers_are_gone()
    {
        foreach (var edge in host.Edges)
            edge.Script = request => request is CreateRouter ? new ControlError(ControlErrorCode.ResourceExhausted, "It is full.") : host.UsualOf(edge)(request);
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        Assert.Contains(host.Origin.Requests.OfType<CreateWebRtcTransport>(), each => each.Transport.Value == transport);
        foreach (var edge in host.Edges)
            edge.Script = host.UsualOf(edge);

        await DrainAsync(host.Origin);
        await ToldAsync(id, viewer);
        var next = await viewer.CreateTransportAsync("recv");
        var taker = host.EdgeOf(next);
        await viewer.InvokeAsync("Consume", StageCalls.Consumption(next, producer));
        Assert.Equal(0, presenter.Count("StageReset"));

        await viewer.InvokeAsync("CloseTransport", new { transportId = transport });
        var reset = presenter.EventAsync("StageReset");
        await host.UntilAsync(id, () => reset.IsCompleted);
        await presenter.InvokeAsync("Join", new { displayName = "Ann" });
        await presenter.ProduceAsync();
        Assert.Equal(0, viewer.Count("StageReset"));
        var origin = host.Edges.Single(node => node != taker);
        Assert.Contains(origin.Requests.OfType<CreateRouter>(), each => IsOf(each.Router, id));
    }

    [Fact]
    public async Task Only_organizers_drain_nodes_that_there_are()
    {
        using var stranger = host.Browser();
        var edge = host.IdOf(host.Edges[0]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsJsonAsync($"/api/nodes/{edge}/drain", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Organizer.PostAsJsonAsync("/api/nodes/nowhere/drain", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Organizer.PostAsJsonAsync($"/api/nodes/{edge}/drain", new { withinMinutes = -1 })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri("/api/nodes", UriKind.Relative))).StatusCode);

        await DrainAsync(host.Edges[0]);
        var audit = await host.Organizer.GetFromJsonAsync<JsonElement>("/api/audit");
        Assert.Contains(audit.GetProperty("entries").EnumerateArray(), line => line.GetProperty("action").GetString() == "nodeDrained" && line.GetProperty("subject").GetString() == edge);
        var nodes = await host.Organizer.GetFromJsonAsync<JsonElement>("/api/nodes");
        var listed = nodes.EnumerateArray().Single(node => node.GetProperty("id").GetString() == edge);
        Assert.Equal(JsonValueKind.String, listed.GetProperty("leavesAt").ValueKind);
    }

    [Fact]
    public async Task A_node_of_an_older_version_is_not_drained_and_that_is_said()
    {
        host.Edges[0].Script = request => request is LeaveNode ? new ControlError(ControlErrorCode.Unsupported, "There is no node.leave.") : host.UsualOf(host.Edges[0])(request);
        var refused = await host.Organizer.PostAsJsonAsync($"/api/nodes/{host.IdOf(host.Edges[0])}/drain", new { });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    private async Task<(string Webinar, HubClient Presenter, HubClient Viewer, string Transport, string Producer)> WatchedAsync()
    {
        var id = await host.CreateWebinarAsync();
        var presenter = await host.JoinAsync(id, "presenter");
        var producer = await presenter.ProduceAsync();
        var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        await viewer.InvokeAsync("Consume", StageCalls.Consumption(transport, producer));
        return (id, presenter, viewer, transport, producer);
    }

    private async Task DrainAsync(ScriptedNode node, int withinMinutes = 10)
    {
        var drained = await host.Organizer.PostAsJsonAsync($"/api/nodes/{host.IdOf(node)}/drain", new { withinMinutes });
        Assert.Equal(HttpStatusCode.NoContent, drained.StatusCode);
        await host.PlacementKnowsAsync();
    }

    private async Task<JsonElement> ToldAsync(string webinar, HubClient viewer)
    {
        var told = viewer.EventAsync("TransportClosed");
        await host.UntilAsync(webinar, () => told.IsCompleted);
        return await told;
    }

    private static async Task CloseAsync(params HubClient[] clients)
    {
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static bool IsOf(RouterId router, string webinar) => router.Value.StartsWith($"{webinar}.", StringComparison.Ordinal);
}
