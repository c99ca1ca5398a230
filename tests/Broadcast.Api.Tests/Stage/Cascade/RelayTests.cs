using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Microsoft.EntityFrameworkCore;
using Orleans.Core.Internal;

namespace Broadcast.Api.Tests.Stage.Cascade;

/// <summary>A webinar with more edges than its origin feeds: the first edge relays to the second, where somebody watches.</summary>
public sealed class RelayTests(RelayHost host) : IClassFixture<RelayHost>, IAsyncLifetime
{
    private string webinar = null!;
    private HubClient presenter = null!;
    private HubClient viewer = null!;
    private ProducerId producer;
    private TransportId transport;

    private ScriptedNode Relay => host.Edges[0];

    private ScriptedNode Last => host.Edges[1];

    public async Task InitializeAsync()
    {
        await host.StartOverAsync();
        // Busy so that nobody is placed there once the other one carries the webinar.
        host.Busy[Relay] = 0.9;
        await host.PlacementKnowsAsync();
        webinar = await host.CreateWebinarAsync();
        presenter = await host.JoinAsync(webinar, "presenter");
        producer = new(await presenter.ProduceAsync());
        foreach (var edge in host.Edges)
            await Grain.ReachAsync(new NodeId(host.IdOf(edge)));
        viewer = await host.JoinAsync(webinar, "viewer");
        transport = new(await viewer.CreateTransportAsync("recv"));
        Assert.Equal(Last, host.EdgeOf(transport.Value));
        // The webinar knows that somebody watches there.
        await host.UntilAsync(webinar, () => StoredOf(webinar).Contains(PipesOn(Last)[0].Value, StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        await viewer.DisposeAsync();
        await presenter.DisposeAsync();
    }

    [Fact]
    public async Task An_edge_more_than_the_origin_feeds_is_fed_by_one_of_them_and_has_all_that_is_on_the_stage()
    {
        Assert.Single(PipesOn(host.Origin));
        Assert.Equal(2, PipesOn(Relay).Count);
        var (fed, end) = (PipesOn(Relay)[1], Assert.Single(PipesOn(Last)));
        Assert.Contains(new ConnectPipeTransport(fed, end, host.AddressOf(Last)), Relay.Requests);
        Assert.Contains(new ConnectPipeTransport(end, fed, host.AddressOf(Relay)), Last.Requests);
        Assert.Contains(Relay.Requests.OfType<Consume>(), each => each.Transport == fed && each.Producer == producer);
        Assert.Contains(Last.Requests.OfType<Produce>(), each => each.Transport == end && each.Producer == producer);

        var second = new ProducerId(await presenter.ProduceAsync());
        await viewer.EventAsync("ProducerAdded", added => added.GetProperty("producerId").GetString() == second.Value);
        Assert.Contains(Last.Requests.OfType<Produce>(), each => each.Transport == end && each.Producer == second);
        await presenter.InvokeAsync("CloseProducer", new { producerId = second.Value });
        await host.UntilAsync(webinar, () => Last.Requests.Contains(new CloseProducer(second)));
    }

    [Fact]
    public async Task The_tree_says_who_feeds_whom()
    {
        foreach (var node in (ScriptedNode[])[host.Origin, Relay])
            node.Script = request => request is GetTransportStats get ? new TransportStats { Transport = get.Transport } : host.UsualOf(node)(request);
        var tree = await host.Organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{webinar}/tree");
        var sources = tree.GetProperty("edges").EnumerateArray().ToDictionary(
            each => each.GetProperty("place").GetProperty("node").GetString()!, each => each.GetProperty("source").GetString());
        Assert.Equal((host.IdOf(host.Origin), host.IdOf(Relay)), (sources[host.IdOf(Relay)], sources[host.IdOf(Last)]));
        Assert.Contains(new GetTransportStats(PipesOn(Relay)[1]), Relay.Requests);
    }

    [Fact]
    public async Task Behind_a_relay_that_is_lost_viewers_stay_and_see_on_from_the_origin()
    {
        var former = PipesOn(Last)[0];
        Relay.Notify(new RouterLost(RouterOn(Relay), "Its worker died."));
        await host.UntilAsync(webinar, () => Last.Requests.Contains(new CloseTransport(former)));
        AssertIsFedByTheOrigin();
    }

    [Fact]
    public async Task A_relay_of_which_nothing_is_heard_any_more_is_left_when_its_node_is_not_well()
    {
        var former = PipesOn(Last)[0];
        Last.Notify(new PipeStateChanged(RouterOn(Last), former, Alive: false));
        var until = host.Time.GetUtcNow() + TimeSpan.FromSeconds(5);
        await host.UntilAsync(webinar, () => host.Time.GetUtcNow() > until);
        Assert.Single(PipesOn(Last));

        Relay.Script = request => request is CheckNode ? new NodeChecked([new WorkerAilment(0, "hangs")]) : host.UsualOf(Relay)(request);
        Last.Notify(new PipeStateChanged(RouterOn(Last), former, Alive: false));
        await host.UntilAsync(webinar, () => Last.Requests.Contains(new CloseTransport(former)));
        AssertIsFedByTheOrigin();
    }

    [Fact]
    public async Task A_relay_on_which_nobody_watches_stays_while_it_feeds_others()
    {
        var until = host.Time.GetUtcNow() + 2 * StageLimits.EdgeHold;
        await host.UntilAsync(webinar, () => host.Time.GetUtcNow() > until);
        Assert.DoesNotContain(new CloseRouter(RouterOn(Relay)), Relay.Requests);

        await viewer.DisposeAsync();
        await host.UntilAsync(webinar, () => Relay.Requests.Contains(new CloseRouter(RouterOn(Relay))));
        Assert.Contains(new CloseRouter(RouterOn(Last)), Last.Requests);
    }

    [Fact]
    public async Task What_is_behind_a_relay_that_is_drained_is_fed_by_another_one_before_it_is_closed()
    {
        var former = PipesOn(Last)[0];
        var drained = await host.Organizer.PostAsJsonAsync($"/api/nodes/{host.IdOf(Relay)}/drain", new { withinMinutes = 10 });
        Assert.Equal(HttpStatusCode.NoContent, drained.StatusCode);
        await host.UntilAsync(webinar, () => Last.Requests.Contains(new CloseTransport(former)));
        AssertIsFedByTheOrigin();
        await host.UntilAsync(webinar, () => Relay.Requests.Contains(new CloseRouter(RouterOn(Relay))));
        Assert.Equal((0, 0), (viewer.Count("TransportClosed"), presenter.Count("StageReset")));
    }

    [Fact]
    public async Task When_the_origin_is_lost_both_edges_stay_and_have_what_comes_next()
    {
        host.Origin.Notify(new RouterLost(RouterOn(host.Origin), "Its worker died."));
        await presenter.EventAsync("StageReset");
        await presenter.InvokeAsync("Join", new { displayName = "Ann" });
        var next = await presenter.ProduceAsync();
        await viewer.EventAsync("ProducerAdded", added => added.GetProperty("producerId").GetString() == next);

        var end = Assert.Single(PipesOn(Last));
        Assert.Contains(Last.Requests.OfType<Produce>(), each => each.Transport == end && each.Producer.Value == next);
        Assert.Contains(Relay.Requests.OfType<Produce>(), each => each.Transport == PipesOn(Relay)[2] && each.Producer.Value == next);
        Assert.Equal((0, 0), (viewer.Count("StageReset"), viewer.Count("TransportClosed")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_webinar_that_comes_back_by_another_process_keeps_what_is_behind_a_relay(bool isRelayThere)
    {
        var former = PipesOn(Last)[0];
        foreach (var node in (ScriptedNode[])[host.Origin, Relay, Last])
            node.Script = request => Found(node, request, isRelayThere) ?? host.UsualOf(node)(request);
        await Grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        await host.UntilAsync(webinar, () => Last.Requests.OfType<DumpRouter>().Any(each => each.Router == RouterOn(Last)));
        if (!isRelayThere)
        {
            await host.UntilAsync(webinar, () => Last.Requests.Contains(new CloseTransport(former)));
            AssertIsFedByTheOrigin();
        }
        var next = new ProducerId(await presenter.ProduceAsync());
        await host.UntilAsync(webinar, () => Last.Requests.OfType<Produce>().Any(each => each.Transport == PipesOn(Last)[^1] && each.Producer == next));
        Assert.Single(Last.Requests.OfType<CreateRouter>(), each => IsOf(each.Router));
        Assert.Equal((0, 0), (viewer.Count("TransportClosed"), viewer.Count("StageReset")));
    }

    /// <summary>By a pipe of its own, over which what it carried has moved; nobody has noticed.</summary>
    private void AssertIsFedByTheOrigin()
    {
        var (fed, end) = (PipesOn(host.Origin)[^1], PipesOn(Last)[^1]);
        Assert.Contains(new ConnectPipeTransport(end, fed, host.AddressOf(host.Origin)), Last.Requests);
        var over = host.Origin.Requests.OfType<Consume>().Single(each => each.Transport == fed && each.Producer == producer);
        Assert.Single(Last.Requests.OfType<MoveProducer>(), each => each.Transport == end && each.Producer == producer);
        Assert.Contains(new ResumeConsumer(over.Consumer), host.Origin.Requests);
        Assert.Single(Last.Requests.OfType<Produce>(), each => each.Producer == producer);
        Assert.DoesNotContain(new CloseTransport(transport), Last.Requests);
        Assert.Equal((0, 0, 0), (viewer.Count("TransportClosed"), viewer.Count("StageReset"), viewer.Count("ProducerRemoved")));
    }

    /// <summary>What a process finds on the nodes that comes after another one.</summary>
    private ControlResponse? Found(ScriptedNode node, WorkerRequest request, bool isRelayThere)
    {
        if (node == Relay && !isRelayThere)
            return request is DumpRouter or DumpTransport ? new ControlError(ControlErrorCode.NotFound, "It was started anew.") : null;
        return request switch
        {
            DumpRouter dump => new RouterDump(dump.Router, [], [new ProducerDump(producer, new("sent"), MediaKind.Video, Paused: false)], []),
            DumpTransport dump => new TransportContents(dump.Transport,
            [
                .. node.Requests.OfType<Consume>().Where(each => each.Transport == dump.Transport)
                    .Select(each => new ConsumerDump(each.Consumer, dump.Transport, producer, Paused: false)),
            ]),
            _ => null,
        };
    }

    private IWebinarGrain Grain => host.Get<IGrainFactory>().GetGrain<IWebinarGrain>(webinar);

    /// <summary>The webinar's ends of pipes on a node, in the order in which they were opened.</summary>
    private List<TransportId> PipesOn(ScriptedNode node) =>
        [.. node.Requests.OfType<CreatePipeTransport>().Where(each => IsOf(each.Router)).Select(each => each.Transport)];

    private RouterId RouterOn(ScriptedNode node) => node.Requests.OfType<CreateRouter>().Last(each => IsOf(each.Router)).Router;

    private bool IsOf(RouterId router) => router.Value.StartsWith($"{webinar}.", StringComparison.Ordinal);

    /// <summary>What another process would find of a webinar.</summary>
    private string StoredOf(string id)
    {
        using var db = host.Get<IDbContextFactory<BroadcastDb>>().CreateDbContext();
        return db.Stages.Where(row => row.WebinarId == new WebinarId(id)).Select(row => row.Content).SingleOrDefault() ?? "";
    }
}
