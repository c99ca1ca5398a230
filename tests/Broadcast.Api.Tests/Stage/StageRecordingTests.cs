using System.Text.Json;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Live;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Tests.Stage;

/// <summary>A recording on a media node that does not always do what it is asked.</summary>
public sealed class StageRecordingTests : IAsyncLifetime
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly ControlError Refusal = new(ControlErrorCode.InvalidState, "Not now.");

    private readonly ApiHost host = new();

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Records_after_all_a_producer_that_the_node_did_not_record_at_first()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter", "Ann");
        host.Node.Script = request => request is Consume ? Refusal : null;
        var producer = await presenter.ProduceAsync();
        var status = await RecordingAsync(id);
        Assert.Equal("red", status.GetProperty("light").GetString());
        Assert.Equal("Ann's camera is not being recorded. It is tried again.", status.GetProperty("sentence").GetString());

        host.Node.Script = _ => null;
        await BeatAsync(presenter, light: "waiting");
        var wanted = host.Node.Requests.OfType<Consume>().Where(consume => consume.Producer.Value == producer).ToList();
        Assert.Single(wanted.Select(consume => consume.Consumer).Distinct());
        Assert.Single(Notes("producer"));
    }

    [Fact]
    public async Task Answers_a_mute_although_its_note_is_refused()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await presenter.ProduceAsync();
        host.Node.Script = request => request is SendToDirectTransport ? Refusal : null;
        await presenter.InvokeAsync("PauseProducer", new { producerId = producer });
        await presenter.InvokeAsync("CloseProducer", new { producerId = producer });
    }

    [Fact]
    public async Task Writes_down_later_and_in_order_what_a_silent_node_did_not_take()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await presenter.ProduceAsync();
        await LightAsync(presenter, "waiting");
        host.Node.Script = request => request is SendToDirectTransport ? throw new TimeoutException() : null;
        await presenter.InvokeAsync("PauseProducer", new { producerId = producer });
        await presenter.InvokeAsync("ResumeProducer", new { producerId = producer });
        Assert.Equal(
            "Nothing is being recorded: the media node does not answer. It is tried again.", (await RecordingAsync(id)).GetProperty("sentence").GetString());

        host.Node.Requests.Clear();
        host.Node.Script = _ => null;
        await BeatAsync(presenter, light: "waiting");
        Assert.Equal([true, false], Notes("producerPaused").Select(note => note.GetProperty("paused").GetBoolean()));
    }

    [Fact]
    public async Task Stays_paused_when_it_cannot_be_resumed()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await ControlAsync(id, "pause");
        host.Node.Script = request => request is CreateDirectTransport ? Refusal : null;
        Assert.False((await ControlAsync(id, "resume")).IsSuccessStatusCode);
        Assert.Equal("paused", (await RecordingAsync(id)).GetProperty("state").GetString());
        host.Node.Script = _ => null;
        Assert.True((await ControlAsync(id, "resume")).IsSuccessStatusCode);
        Assert.Equal("recording", (await RecordingAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Lets_people_in_after_a_restart_although_nothing_can_be_recorded_and_says_so_until_it_can()
    {
        var id = await host.CreateWebinarAsync(record: true);
        var before = await host.JoinAsync(id, "presenter");
        await before.ProduceAsync();
        await before.DisposeAsync();
        await host.RestartAsync();
        host.Node.Script = request => request is CreateDirectTransport ? Refusal : null;
        await using var presenter = await host.JoinAsync(id, "presenter");
        var status = await RecordingAsync(id);
        Assert.Equal(("stopped", "red"), (status.GetProperty("state").GetString(), status.GetProperty("light").GetString()));
        Assert.Equal("Not now. It is tried again.", status.GetProperty("sentence").GetString());

        host.Node.Script = _ => null;
        await BeatAsync(presenter, light: "waiting");
        Assert.Equal("recording", (await RecordingAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Is_closed_later_when_the_node_did_not_answer_at_the_end()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await BeatAsync(presenter, light: "waiting");
        host.Node.Script = request => request is CloseTransport ? throw new TimeoutException() : null;
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), null);
        Assert.Equal("recording", (await RecordingAsync(id)).GetProperty("state").GetString());
        host.Node.Script = _ => null;
        host.Time.Advance(Beat);
        await presenter.EventAsync("RecordingChanged", change => change.GetProperty("recording").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Shows_what_the_recorder_says_of_it_at_once_and_of_no_other()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        var recordingId = (await RecordingAsync(id)).GetProperty("id").GetString()!;
        Report(new RecordingReport(new("other"), new RecordingVerdict(RecordingLight.Red, "Not this one.", null)));
        Report(new RecordingReport(new(recordingId), new RecordingVerdict(RecordingLight.Green, "All is well.", DateTimeOffset.UnixEpoch)));

        var change = await presenter.EventAsync("RecordingChanged", change => change.GetProperty("recording").GetProperty("light").GetString() is "green" or "red");
        Assert.Equal("All is well.", change.GetProperty("recording").GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task Ends_by_itself_when_the_recorder_says_that_it_has_reached_a_limit()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        var recordingId = (await RecordingAsync(id)).GetProperty("id").GetString()!;
        Report(new RecordingReport(new(recordingId), RecordingVerdict.Waiting, "It is too long."));

        var change = await presenter.EventAsync("RecordingChanged", change => change.GetProperty("recording").GetProperty("state").GetString() == "stopped");
        Assert.Equal("It is too long.", change.GetProperty("recording").GetProperty("sentence").GetString());
        Assert.Equal($"recording/{recordingId}", Assert.Single(host.Node.Requests.OfType<EndSink>()).Sink);
    }

    [Fact]
    public async Task Is_ended_although_a_lost_journal_cannot_be_opened_once_more()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        host.Node.Script = request => request is CreateDirectTransport ? Refusal : null;
        host.Node.Notify(new RouterLost(host.Node.Requests.OfType<CreateRouter>().Last().Router, "It threw."));
        await presenter.EventAsync("StageReset");
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), null);
        Assert.Single(host.Node.Requests.OfType<EndSink>());
    }

    [Fact]
    public async Task Says_only_once_more_that_it_is_complete_when_that_alone_was_not_heard()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await BeatAsync(presenter, light: "waiting");
        host.Node.Script = request => request is EndSink ? throw new TimeoutException() : null;
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), null);
        host.Node.Requests.Clear();
        host.Node.Script = _ => null;
        host.Time.Advance(Beat);
        await presenter.EventAsync("RecordingChanged", change => change.GetProperty("recording").ValueKind == JsonValueKind.Null);
        Assert.Single(host.Node.Requests.OfType<EndSink>());
        Assert.DoesNotContain(host.Node.Requests, request => request is CreateDirectTransport or SendToDirectTransport);
    }

    private void Report(RecordingReport report) => host.Node.Notify(new SinkReported(
        host.Node.Requests.OfType<CreateRouter>().Last().Router, host.Node.Requests.OfType<CreateDirectTransport>().Last().Transport, report.ToJson()));

    /// <summary>Moves on by a beat, and waits for what the presenters are told.</summary>
    private async Task BeatAsync(HubClient presenter, string light)
    {
        host.Time.Advance(Beat);
        await LightAsync(presenter, light);
    }

    private static Task<JsonElement> LightAsync(HubClient presenter, string light) => presenter.EventAsync(
        "RecordingChanged", change => change.GetProperty("recording").GetProperty("light").GetString() == light);

    private IEnumerable<JsonElement> Notes(string type) => host.Node.Requests.OfType<SendToDirectTransport>()
        .Select(note => note.Event).Where(note => note.GetProperty("type").GetString() == type);

    private Task<HttpResponseMessage> ControlAsync(string id, string control) =>
        host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/recording/{control}", UriKind.Relative), null);

    private async Task<JsonElement> RecordingAsync(string id) => (await host.WebinarAsync(id)).GetProperty("recording");
}
