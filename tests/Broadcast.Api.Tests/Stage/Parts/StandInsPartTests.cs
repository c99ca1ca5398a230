using System.Text.Json;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Api.Tests.Stage.Parts;

/// <summary>A second encoding for those who cannot decode a picture, while there are such, and never otherwise.</summary>
public sealed class StandInsPartTests : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ApiHost host;

    public StandInsPartTests(ApiHost host)
    {
        this.host = host;
        // Originals are H.264.
        var standIns = new HashSet<ProducerId>();
        host.Node.Script = request =>
        {
            if (request is Produce produce && produce.RtpParameters.Codecs.Any(codec => codec.MimeType == "video/VP8"))
                standIns.Add(produce.Producer);
            var isUndecoded = request is Consume { RtpCapabilities: { } can } consume && !standIns.Contains(consume.Producer)
                && can.Codecs.All(codec => codec.MimeType != "video/H264");
            return isUndecoded ? new ControlError(ControlErrorCode.Unsupported, "The receiver takes none of video/H264.") : null;
        };
    }

    [Fact]
    public async Task Who_cannot_decode_a_picture_gets_a_stand_in_and_everybody_else_the_picture()
    {
        await using var stage = await StageAsync();
        await using var firefox = await stage.ViewerAsync();
        await firefox.RefusedAsync();
        Assert.Equal((stage.Original, true), Wanted(await stage.Presenter.EventAsync("WantedStandInChanged")));
        var standIn = await stage.StandInAsync();

        var shown = await firefox.Hub.EventAsync("ProducerChanged");
        Assert.Equal((stage.Original, standIn), (Text(shown, "producerId"), Text(shown, "standIn")));
        var consumed = await firefox.ConsumeAsync();
        Assert.Equal((stage.Original, standIn), (Text(consumed, "producerId"), Text(consumed, "standIn")));
        Assert.Equal(standIn, host.Node.Requests.OfType<Consume>().Last().Producer.Value);
        await firefox.Hub.AssertRefusedAsync("conflict", "Consume", firefox.Consumption);

        await using var chromium = await stage.ViewerAsync("video/H264", "video/VP8");
        consumed = await chromium.ConsumeAsync();
        Assert.Equal(JsonValueKind.Null, consumed.GetProperty("standIn").ValueKind);
        Assert.Equal(stage.Original, host.Node.Requests.OfType<Consume>().Last().Producer.Value);
        var producer = Assert.Single((await chromium.Hub.InvokeAsync("Join", new { displayName = "Again" })).GetProperty("producers").EnumerateArray());
        Assert.Equal((stage.Original, standIn), (Text(producer, "producerId"), Text(producer, "standIn")));
        Assert.Equal(0, firefox.Hub.Count("ProducerAdded"));
    }

    [Fact]
    public async Task Whoever_comes_later_gets_it_at_once()
    {
        await using var stage = await StageAsync();
        await using var first = await stage.ViewerAsync();
        await first.RefusedAsync();
        var standIn = await stage.AskedStandInAsync();
        await using var second = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(stage.Webinar, "viewer"));
        var watching = await second.InvokeAsync("Watch", new { displayName = "Bea", rtpCapabilities = StandInScene.Codecs("video/VP8") });
        Assert.Empty(watching.GetProperty("unsupported").EnumerateArray());
        var consumed = Assert.Single(watching.GetProperty("consumers").EnumerateArray());
        Assert.Equal((stage.Original, standIn), (Text(consumed, "producerId"), Text(consumed, "standIn")));
        Assert.Equal(0, stage.Presenter.Count("WantedStandInChanged"));
        Assert.Equal(0, stage.Presenter.Count("ViewersWithoutPictureChanged"));
    }

    [Fact]
    public async Task It_is_closed_some_seconds_after_the_last_who_needed_it_has_left()
    {
        await using var stage = await StageAsync();
        var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        var standIn = await stage.AskedStandInAsync();
        await viewer.ConsumeAsync();

        var left = host.Time.GetUtcNow();
        await viewer.DisposeAsync();
        await host.Time.UntilTimerAsync(StageLimits.Grace).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((stage.Original, false), Wanted(await stage.UntilAsync("WantedStandInChanged")));

        Assert.InRange(host.Time.GetUtcNow() - left, StageLimits.StandInHold, StageLimits.StandInHold + (4 * Second));
        await stage.UntilAsync(() => host.Node.Requests.Contains(new CloseProducer(new ProducerId(standIn))));
        await stage.Presenter.EventAsync("ProducerChanged", change => change.GetProperty("standIn").ValueKind == JsonValueKind.Null);
        await using var next = await stage.ViewerAsync();
        await next.RefusedAsync();
        Assert.Equal((stage.Original, true), Wanted(await stage.Presenter.EventAsync("WantedStandInChanged")));
    }

    [Fact]
    public async Task It_goes_on_while_another_process_has_somebody_who_needs_it_and_ends_when_that_is_lost()
    {
        await using var stage = await StageAsync();
        var grain = host.Get<Stages>()[new WebinarId(stage.Webinar)];
        // The grain's reference alone does not keep it.
        var deaf = new DeafAudience();
        var elsewhere = host.Get<IGrainFactory>().CreateObjectReference<IAudience>(deaf);
        var count = new AudienceCount(new AudienceId("elsewhere"), 1, 1, WithoutPicture: 0);
        await grain.SubscribeAsync(elsewhere, count);
        var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        await stage.AskedStandInAsync();
        await viewer.DisposeAsync();
        await host.Time.UntilTimerAsync(StageLimits.Grace).WaitAsync(TimeSpan.FromSeconds(10));

        for (var second = 0; second < 2 * StageLimits.StandInHold.TotalSeconds; second++)
        {
            await grain.ReportAsync(new AudienceReport(count, [], [], [new ProducerId(stage.Original)]));
            host.Time.Advance(Second);
            await host.WebinarAsync(stage.Webinar);
        }
        await stage.ChatAsync();
        Assert.Equal(0, stage.Presenter.Count("WantedStandInChanged"));
        deaf.IsLost = true;
        Assert.Equal((stage.Original, false), Wanted(await stage.UntilAsync("WantedStandInChanged")));
    }

    [Fact]
    public async Task It_is_paused_and_closed_with_its_original()
    {
        await using var stage = await StageAsync();
        await using var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        var standIn = new ProducerId(await stage.AskedStandInAsync());
        await stage.Presenter.InvokeAsync("PauseProducer", new { producerId = stage.Original });
        Assert.Contains(new PauseProducer(standIn), host.Node.Requests);
        await stage.Presenter.InvokeAsync("ResumeProducer", new { producerId = stage.Original });
        Assert.Contains(new ResumeProducer(standIn), host.Node.Requests);
        await stage.Presenter.AssertRefusedAsync("not_found", "PauseProducer", new { producerId = standIn.Value });
        await stage.Presenter.InvokeAsync("CloseProducer", new { producerId = stage.Original });
        Assert.Contains(new CloseProducer(standIn), host.Node.Requests);
        await viewer.Hub.EventAsync("ProducerRemoved", removal => Text(removal, "producerId") == stage.Original);
        await stage.ChatAsync();
        Assert.Equal(0, viewer.Hub.Count("ProducerRemoved"));
    }

    [Fact]
    public async Task It_is_closed_when_its_presenter_leaves()
    {
        await using var stage = await StageAsync();
        await using var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        var standIn = new ProducerId(await stage.AskedStandInAsync());
        await stage.Presenter.InvokeAsync("Join", new { displayName = "Ann", seat = StandInScene.Seat });
        Assert.Contains(new CloseProducer(standIn), host.Node.Requests);
        Assert.Contains(new CloseProducer(new ProducerId(stage.Original)), host.Node.Requests);
    }

    [Fact]
    public async Task A_presenter_who_comes_back_is_asked_again()
    {
        await using var stage = await StageAsync();
        await using var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        await stage.Presenter.EventAsync("WantedStandInChanged");
        await stage.Presenter.AbortAsync();
        await using var again = await HubClient.ConnectAsync(host.Address, stage.Link);
        var joined = await again.InvokeAsync("Join", new { displayName = "Ann", seat = StandInScene.Seat, resume = new[] { stage.Transport } });
        Assert.True(joined.GetProperty("resumed").GetBoolean());
        Assert.Equal((stage.Original, true), Wanted(await again.EventAsync("WantedStandInChanged")));
    }

    [Fact]
    public async Task A_stand_in_that_its_presenter_closes_is_gone_for_its_viewers()
    {
        await using var stage = await StageAsync();
        await using var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        var standIn = await stage.AskedStandInAsync();
        await viewer.ConsumeAsync();
        await stage.Presenter.InvokeAsync("CloseProducer", new { producerId = standIn });
        await viewer.Hub.EventAsync("ProducerChanged", change => change.GetProperty("standIn").ValueKind == JsonValueKind.Null);
        await viewer.RefusedAsync();
        await stage.StandInAsync();
        await viewer.ConsumeAsync();
    }

    [Fact]
    public async Task A_stand_in_that_the_node_closes_is_gone_for_its_viewers()
    {
        await using var stage = await StageAsync();
        await using var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        var standIn = await stage.AskedStandInAsync();
        await viewer.ConsumeAsync();
        var router = host.Node.Requests.OfType<CreateRouter>().Last(create => create.Router.Value.StartsWith(stage.Webinar, StringComparison.Ordinal)).Router;
        host.Node.Notify(new ProducerClosed(router, new ProducerId(standIn)));
        await viewer.Hub.EventAsync("ProducerChanged", change => change.GetProperty("standIn").ValueKind == JsonValueKind.Null);
        await viewer.RefusedAsync();
    }

    [Fact]
    public async Task Nothing_records_it()
    {
        await using var stage = await StageAsync(record: true);
        await using var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        await stage.AskedStandInAsync();
        await stage.Presenter.InvokeAsync("PauseProducer", new { producerId = stage.Original });
        var recorded = host.Node.Requests.OfType<Consume>().Where(consume => consume.RtpCapabilities is null && HeldId.HolderOf(consume.Producer.Value) == HeldId.HolderOf(stage.Original));
        Assert.Equal(stage.Original, Assert.Single(recorded).Producer.Value);
    }

    [Fact]
    public async Task It_must_be_a_picture_of_the_presenters_own_that_somebody_needs()
    {
        await using var stage = await StageAsync();
        await stage.RefusedAsync("conflict", stage.StandIn());
        await using var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        await stage.Presenter.EventAsync("WantedStandInChanged");

        await stage.RefusedAsync("not_found", stage.StandIn(of: "nobodys.12345678"));
        await stage.RefusedAsync("invalid_request", stage.StandIn(source: "screen"), "standInFor");
        await stage.RefusedAsync("invalid_request", stage.StandIn(kind: "audio"), "standInFor");
        await stage.RefusedAsync("invalid_request", stage.StandIn(codec: "video/H264"), "rtpParameters.codecs");
        await using var eve = await host.JoinAsync(stage.Webinar, "presenter", "Eve");
        await eve.AssertRefusedAsync("not_found", "Produce", stage.StandIn(transport: await eve.CreateTransportAsync("send")));
        var standIn = await stage.StandInAsync();
        await stage.RefusedAsync("conflict", stage.StandIn());
        await stage.RefusedAsync("not_found", stage.StandIn(of: standIn));
        await eve.AssertRefusedAsync("not_found", "CloseProducer", new { producerId = standIn });
        await viewer.Hub.AssertRefusedAsync("not_found", "Consume", new { transportId = viewer.Transport, producerId = standIn, rtpCapabilities = StandInScene.Codecs("video/VP8") });
    }

    [Fact]
    public async Task Nobody_is_asked_where_none_is_offered_or_it_would_not_help()
    {
        await using var stage = await StageAsync();
        await using var without = await stage.ViewerAsync("video/AV1");
        await without.RefusedAsync();
        await stage.Presenter.EventAsync("ViewersWithoutPictureChanged", change => change.GetProperty("count").GetInt32() == 1);
        var screen = (await stage.Presenter.InvokeAsync("Produce", new
        {
            transportId = stage.Transport,
            kind = "video",
            source = "screen",
            rtpParameters = StandInScene.Codecs("video/H264"),
        })).GetProperty("producerId").GetString()!;
        await using var viewer = await stage.ViewerAsync();
        await viewer.Hub.AssertRefusedAsync("unsupported", "Consume", new { transportId = viewer.Transport, producerId = screen, rtpCapabilities = StandInScene.Codecs("video/VP8") });
        await stage.ChatAsync();
        Assert.Equal(0, stage.Presenter.Count("WantedStandInChanged"));
    }

    [Fact]
    public async Task Who_waits_for_it_counts_as_without_a_picture_when_it_does_not_come()
    {
        await using var stage = await StageAsync();
        await using var viewer = await stage.ViewerAsync();
        await viewer.RefusedAsync();
        await stage.Presenter.EventAsync("WantedStandInChanged");
        await stage.ChatAsync();
        Assert.Equal(0, stage.Presenter.Count("ViewersWithoutPictureChanged"));
        Assert.Equal(1, (await stage.UntilAsync("ViewersWithoutPictureChanged")).GetProperty("count").GetInt32());
        await stage.StandInAsync();
        await viewer.ConsumeAsync();
        Assert.Equal(0, (await stage.UntilAsync("ViewersWithoutPictureChanged")).GetProperty("count").GetInt32());
    }

    private Task<StandInScene> StageAsync(bool record = false) => StandInScene.OpenAsync(host, record);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static (string?, bool) Wanted(JsonElement told) => (Text(told, "producerId"), told.GetProperty("wanted").GetBoolean());
}
