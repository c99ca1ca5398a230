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

/// <summary>One webinar over several media nodes: presenters at its origin, viewers on edges.</summary>
public sealed class CascadeTests(CascadeHost host) : IClassFixture<CascadeHost>, IAsyncLifetime
{
    public Task InitializeAsync() => host.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_viewer_is_placed_on_a_node_that_does_not_record_and_finds_there_what_is_on_the_stage()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        var edge = host.EdgeOf(transport);

        var (atEdge, atOrigin) = (Of<CreatePipeTransport>(edge, id), Of<CreatePipeTransport>(host.Origin, id));
        Assert.Equal(
            new ConnectPipeTransport(atEdge.Transport, atOrigin.Transport, host.AddressOf(host.Origin)),
            edge.Requests.OfType<ConnectPipeTransport>().Single(each => each.Transport == atEdge.Transport));
        Assert.Equal(
            new ConnectPipeTransport(atOrigin.Transport, atEdge.Transport, host.AddressOf(edge)),
            host.Origin.Requests.OfType<ConnectPipeTransport>().Single(each => each.Transport == atOrigin.Transport));
        var over = host.Origin.Requests.OfType<Consume>().Single(each => each.Transport == atOrigin.Transport);
        Assert.Equal((producer, true), (over.Producer.Value, over.Paused));
        Assert.Equal(producer, edge.Requests.OfType<Produce>().Single(each => each.Transport == atEdge.Transport).Producer.Value);
        Assert.Contains(new ResumeConsumer(over.Consumer), host.Origin.Requests);

        await viewer.InvokeAsync("Consume", StageCalls.Consumption(transport, producer));
        Assert.Contains(edge.Requests.OfType<Consume>(), each => each.Transport.Value == transport);
        Assert.DoesNotContain(host.Origin.Requests.OfType<CreateWebRtcTransport>(), each => each.Transport.Value == transport);
    }

    [Fact]
    public async Task Its_organizer_sees_where_the_webinar_is_carried_and_what_goes_from_one_node_to_the_other()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var edge = host.EdgeOf(await viewer.CreateTransportAsync("recv"));
        var bytes = 0L;
        edge.Script = request => request is GetRouterStats get ? new RouterStats(get.Router, 0, Receivers: 1, 0, 0) : host.UsualOf(edge)(request);
        host.Origin.Script = request => request is GetTransportStats get
            ? new TransportStats { Transport = get.Transport, BytesSent = bytes, OutgoingLoss = 0.01, RoundTripTimeMs = 4, Alive = true }
            : host.UsualOf(host.Origin)(request);

        await host.Organizer.GetAsync(new Uri($"/api/webinars/{id}/tree", UriKind.Relative));
        bytes = 1_000_000;
        host.Time.Advance(TimeSpan.FromSeconds(2));
        var tree = await host.Organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{id}/tree");
        Assert.Equal(host.IdOf(host.Origin), tree.GetProperty("origin").GetProperty("node").GetString());
        var (place, link) = tree.GetProperty("edges").EnumerateArray().Select(each => (each.GetProperty("place"), each.GetProperty("link"))).Single();
        Assert.Equal((host.IdOf(edge), 1, true), (place.GetProperty("node").GetString(), place.GetProperty("receivers").GetInt32(), place.GetProperty("well").GetBoolean()));
        Assert.Equal((4_000_000, 0.01, true), (link.GetProperty("bitsPerSecond").GetInt64(), link.GetProperty("loss").GetDouble(), link.GetProperty("alive").GetBoolean()));
    }

    [Fact]
    public async Task An_edge_has_what_comes_onto_the_stage_before_anybody_is_told_and_follows_it()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await using var viewer = await host.JoinAsync(id, "viewer");
        var edge = host.EdgeOf(await viewer.CreateTransportAsync("recv"));

        var producer = new ProducerId(await presenter.ProduceAsync());
        await viewer.EventAsync("ProducerAdded");
        Assert.Contains(edge.Requests.OfType<Produce>(), each => each.Producer == producer);
        await presenter.InvokeAsync("PauseProducer", new { producerId = producer.Value });
        Assert.Contains(new PauseProducer(producer), edge.Requests);
        await presenter.InvokeAsync("ResumeProducer", new { producerId = producer.Value });
        Assert.Contains(new ResumeProducer(producer), edge.Requests);
        await presenter.InvokeAsync("CloseProducer", new { producerId = producer.Value });
        await viewer.EventAsync("ProducerRemoved");
        await host.UntilAsync(id, () => edge.Requests.Contains(new CloseProducer(producer)));
    }

    [Fact]
    public async Task A_crowd_that_comes_in_opens_each_edge_once()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        var viewers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.JoinAsync(id, "viewer")));
        await Task.WhenAll(viewers.Select(viewer => viewer.CreateTransportAsync("recv")));

        Assert.All(host.Edges, edge => Assert.InRange(edge.Requests.OfType<CreateRouter>().Count(each => IsOf(each.Router, id)), 0, 1));
        Assert.Equal(20, host.Edges.Sum(edge => edge.Requests.OfType<CreateWebRtcTransport>().Count(each => IsOf(each.Router, id))));
        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
    }

    [Fact]
    public async Task Who_finds_no_node_that_takes_the_webinar_watches_at_its_origin()
    {
        foreach (var edge in host.Edges)
            edge.Script = request => request is CreateRouter ? new ControlError(ControlErrorCode.ResourceExhausted, "It is full.") : host.UsualOf(edge)(request);
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        Assert.Contains(host.Origin.Requests.OfType<CreateWebRtcTransport>(), each => each.Transport.Value == transport);
    }

    [Fact]
    public async Task Viewers_of_a_node_that_is_lost_come_again_elsewhere()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        var lost = host.EdgeOf(transport);

        lost.Script = request => request is CreateRouter ? new ControlError(ControlErrorCode.ResourceExhausted, "It is ending.") : host.UsualOf(lost)(request);
        lost.Notify(new RouterLost(RouterOn(lost, id), "Its worker died."));
        var told = viewer.EventAsync("TransportClosed");
        await host.UntilAsync(id, () => told.IsCompleted);

        Assert.Equal(transport, (await told).GetProperty("transportId").GetString());
        Assert.NotEqual(lost, host.EdgeOf(await viewer.CreateTransportAsync("recv")));
        Assert.Equal(0, presenter.Count("StageReset"));
    }

    [Fact]
    public async Task Those_whom_a_silent_node_throws_out_are_not_placed_there_again_while_nobody_knows_how_it_is()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var silent = host.EdgeOf(await viewer.CreateTransportAsync("recv"));
        var other = host.Edges.Single(edge => edge != silent);
        host.Busy[other] = 0.6;
        await host.PlacementKnowsAsync();

        host.Origin.Notify(new PipeStateChanged(RouterOn(host.Origin, id), Of<CreatePipeTransport>(host.Origin, id).Transport, Alive: false));
        var told = viewer.EventAsync("TransportClosed");
        await host.UntilAsync(id, () => told.IsCompleted);
        host.Busy.Clear();

        Assert.Equal(other, host.EdgeOf(await viewer.CreateTransportAsync("recv")));
    }

    [Fact]
    public async Task When_the_origin_is_lost_presenters_build_up_again_and_viewers_keep_their_transports()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var before = await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transport = await viewer.CreateTransportAsync("recv");
        var edge = host.EdgeOf(transport);
        await viewer.InvokeAsync("Consume", StageCalls.Consumption(transport, before));
        var pipe = edge.Requests.OfType<CreatePipeTransport>().Last(each => IsOf(each.Router, id));

        host.Origin.Notify(new RouterLost(RouterOn(host.Origin, id), "Its worker died."));
        await presenter.EventAsync("StageReset");
        Assert.Equal(before, (await viewer.EventAsync("ProducerRemoved")).GetProperty("producerId").GetString());
        await presenter.InvokeAsync("Join", new { displayName = "Ann" });
        var after = await presenter.ProduceAsync();

        await viewer.EventAsync("ProducerAdded", added => added.GetProperty("producerId").GetString() == after);
        await viewer.InvokeAsync("Consume", StageCalls.Consumption(transport, after));
        var next = edge.Requests.OfType<CreatePipeTransport>().Last(each => IsOf(each.Router, id));
        Assert.Equal(pipe.Router, next.Router);
        Assert.Contains(new CloseTransport(pipe.Transport), edge.Requests);
        Assert.Contains(edge.Requests.OfType<Produce>(), each => each.Transport == next.Transport && each.Producer.Value == after);
        Assert.Equal((0, 0), (viewer.Count("StageReset"), viewer.Count("TransportClosed")));
    }

    [Fact]
    public async Task The_keys_of_a_pipe_are_renewed_once_an_hour()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var edge = host.EdgeOf(await viewer.CreateTransportAsync("recv"));
        var (atEdge, atOrigin) = (Of<CreatePipeTransport>(edge, id).Transport, Of<CreatePipeTransport>(host.Origin, id).Transport);

        await host.UntilAsync(id, () => edge.Requests.Contains(new RenewPipeKey(atEdge)), StageLimits.PipeKeyLife / 600);
        await host.UntilAsync(id, () => edge.Requests.Contains(new ConnectPipeTransport(atEdge, atOrigin, host.RenewedOf(host.Origin))));

        Assert.Contains(new ConnectPipeTransport(atOrigin, atEdge, host.RenewedOf(edge)), host.Origin.Requests);
        Assert.Single(edge.Requests.OfType<RenewPipeKey>(), each => each.Transport == atEdge);
    }

    [Fact]
    public async Task An_edge_that_hears_nothing_of_a_node_that_is_well_is_no_reason_to_leave_it()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var edge = host.EdgeOf(await viewer.CreateTransportAsync("recv"));

        edge.Notify(new PipeStateChanged(RouterOn(edge, id), Of<CreatePipeTransport>(edge, id).Transport, Alive: false));
        host.Origin.Notify(new PipeStateChanged(RouterOn(host.Origin, id), Of<CreatePipeTransport>(host.Origin, id).Transport, Alive: false));
        var told = viewer.EventAsync("TransportClosed");
        await host.UntilAsync(id, () => told.IsCompleted);

        Assert.Equal(0, presenter.Count("StageReset"));
    }

    [Fact]
    public async Task An_edge_on_which_nobody_watches_is_closed_after_a_while()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        var viewer = await host.JoinAsync(id, "viewer");
        var edge = host.EdgeOf(await viewer.CreateTransportAsync("recv"));
        await viewer.DisposeAsync();

        await host.UntilAsync(id, () => edge.Requests.Contains(new CloseRouter(RouterOn(edge, id))));
        var pipe = Of<CreatePipeTransport>(host.Origin, id).Transport;
        await host.UntilAsync(id, () => host.Origin.Requests.Contains(new CloseTransport(pipe)));
    }

    [Fact]
    public async Task A_webinar_that_comes_back_by_another_process_keeps_an_edge_whose_node_does_not_answer_at_first()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = new ProducerId(await presenter.ProduceAsync());
        await using var viewer = await host.JoinAsync(id, "viewer");
        var edge = host.EdgeOf(await viewer.CreateTransportAsync("recv"));
        var (atEdge, atOrigin) = (Of<CreatePipeTransport>(edge, id).Transport, Of<CreatePipeTransport>(host.Origin, id).Transport);
        var over = host.Origin.Requests.OfType<Consume>().Single(each => each.Transport == atOrigin);
        var sent = new ProducerDump(producer, new TransportId("sent"), MediaKind.Video, Paused: false);
        host.Origin.Script = request => request switch
        {
            DumpRouter dump => new RouterDump(dump.Router, [], [sent], []),
            DumpTransport dump => new TransportContents(dump.Transport, [new ConsumerDump(over.Consumer, dump.Transport, producer, Paused: false)]),
            _ => host.UsualOf(host.Origin)(request),
        };
        var asked = 0;
        edge.Script = request => request is not DumpRouter dump ? host.UsualOf(edge)(request)
            : ++asked == 1 ? new ControlError(ControlErrorCode.Internal, "It is busy.")
            : new RouterDump(dump.Router, [], [sent with { Transport = atEdge }], []);

        await host.UntilAsync(id, () => StoredOf(id).Contains(atEdge.Value, StringComparison.Ordinal));
        await host.Get<IGrainFactory>().GetGrain<IWebinarGrain>(id).Cast<IGrainManagementExtension>().DeactivateOnIdle();
        // Whoever asks the webinar waits for it meanwhile.
        await host.AdvanceUntilAsync(() => asked == 1, StageNode.FindPause);
        await host.Time.UntilTimerAsync(StageNode.FindPause).WaitAsync(TimeSpan.FromSeconds(60));
        await host.AdvanceUntilAsync(() => asked == 2, StageNode.FindPause);
        await using var newcomer = await host.JoinAsync(id, "viewer");
        await newcomer.CreateTransportAsync("recv");

        Assert.Single(edge.Requests.OfType<CreateRouter>(), each => IsOf(each.Router, id));
        Assert.Equal((0, 0), (viewer.Count("TransportClosed"), viewer.Count("StageReset")));
    }

    /// <summary>What another process would find of a webinar.</summary>
    private string StoredOf(string webinar)
    {
        using var db = host.Get<IDbContextFactory<BroadcastDb>>().CreateDbContext();
        return db.Stages.Where(row => row.WebinarId == new WebinarId(webinar)).Select(row => row.Content).SingleOrDefault() ?? "";
    }


    private static T Of<T>(ScriptedNode node, string webinar) where T : WorkerRequest =>
        node.Requests.OfType<T>().Single(each => each is CreatePipeTransport create && IsOf(create.Router, webinar));

    private static RouterId RouterOn(ScriptedNode node, string webinar) =>
        node.Requests.OfType<CreateRouter>().Last(each => IsOf(each.Router, webinar)).Router;

    private static bool IsOf(RouterId router, string webinar) => router.Value.StartsWith($"{webinar}.", StringComparison.Ordinal);
}
