using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Demo;

namespace Broadcast.Api.Tests.Stage;

/// <summary>The stage on the real media node, with the parameters of the demo's test picture.</summary>
public sealed class MediaNodeTests(MediaHost host) : IClassFixture<MediaHost>
{
    [Fact]
    public async Task Carries_a_presenter_to_a_viewer_and_records_it()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        var producer = await ProduceAsync(presenter);
        await using var viewer = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        var joined = await viewer.InvokeAsync("Join", new { displayName = "Bob" });
        var transport = await viewer.InvokeAsync("CreateTransport", new { direction = "recv" });
        Assert.NotEmpty(transport.GetProperty("iceCandidates").EnumerateArray());
        var consumed = await viewer.InvokeAsync("Consume", new
        {
            transportId = transport.GetProperty("id").GetString(),
            producerId = producer,
            rtpCapabilities = joined.GetProperty("routerRtpCapabilities"),
        });
        Assert.Equal("video/H264", consumed.GetProperty("rtpParameters").GetProperty("codecs")[0].GetProperty("mimeType").GetString());
        await viewer.InvokeAsync("ResumeConsumer", new { consumerId = consumed.GetProperty("consumerId").GetString() });

        Assert.Equal(["recording"], await RecordingStatesAsync(id));
        await EndAsync(id);
        Assert.DoesNotContain("recording", await RecordingStatesAsync(id));
    }

    [Fact]
    public async Task The_organizer_pauses_resumes_stops_and_starts_the_recording()
    {
        var id = await host.CreateWebinarAsync(record: true);
        Assert.Equal(HttpStatusCode.Conflict, (await ControlAsync(id, "pause")).StatusCode);
        await using var presenter = await host.JoinAsync(id, "presenter");
        await ProduceAsync(presenter);
        var first = await RecordingAsync(id);
        Assert.Equal("recording", first.GetProperty("state").GetString());

        await ControlAsync(id, "pause");
        await ControlAsync(id, "pause");
        Assert.Equal("paused", (await RecordingAsync(id)).GetProperty("state").GetString());
        await ControlAsync(id, "resume");
        Assert.Equal("recording", (await RecordingAsync(id)).GetProperty("state").GetString());
        Assert.Equal(first.GetProperty("id").GetString(), (await RecordingAsync(id)).GetProperty("id").GetString());

        await ControlAsync(id, "stop");
        Assert.Equal(JsonValueKind.Null, (await RecordingAsync(id)).ValueKind);
        Assert.DoesNotContain("recording", await RecordingStatesAsync(id));
        await ControlAsync(id, "start");
        Assert.NotEqual(first.GetProperty("id").GetString(), (await RecordingAsync(id)).GetProperty("id").GetString());
        Assert.Equal(2, (await RecordingStatesAsync(id)).Count);
        await EndAsync(id);
    }

    private Task<HttpResponseMessage> ControlAsync(string id, string control) =>
        host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/recording/{control}", UriKind.Relative), null);

    private async Task<JsonElement> RecordingAsync(string id) => (await host.WebinarAsync(id)).GetProperty("recording");

    [Fact]
    public async Task Refuses_parameters_that_make_no_sense_and_stays_scheduled()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var presenter = await host.JoinAsync(id, "presenter");
        var transport = await presenter.CreateTransportAsync("send");
        await presenter.AssertRefusedAsync("invalid_request", "Produce", StageCalls.Production(transport));
        Assert.Equal("scheduled", (await host.WebinarAsync(id)).GetProperty("state").GetString());
        Assert.Empty(await RecordingStatesAsync(id));
    }

    [Fact]
    public async Task Goes_on_live_after_a_restart_with_a_new_recording()
    {
        var id = await host.CreateWebinarAsync(record: true);
        var presenter = await host.JoinAsync(id, "presenter");
        await ProduceAsync(presenter);
        await presenter.DisposeAsync();
        await host.RestartAsync();

        Assert.Equal("live", (await host.WebinarAsync(id)).GetProperty("state").GetString());
        Assert.DoesNotContain("recording", await RecordingStatesAsync(id));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await using var again = await host.JoinAsync(id, "presenter");
        var states = await RecordingStatesAsync(id);
        Assert.Equal(2, states.Count);
        Assert.Equal("recording", states[0]);
        await EndAsync(id);
    }

    private static async Task<string> ProduceAsync(HubClient presenter)
    {
        var transportId = await presenter.CreateTransportAsync("send");
        var produced = await presenter.InvokeAsync(
            "Produce", new { transportId, kind = "video", source = "camera", rtpParameters = TestPicture.Video, paused = false });
        return produced.GetProperty("producerId").GetString()!;
    }

    private Task<HttpResponseMessage> EndAsync(string id) => host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), null);

    private async Task<List<string?>> RecordingStatesAsync(string id)
    {
        var recordings = await host.Organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{id}/recordings");
        return [.. recordings.EnumerateArray().Select(recording => recording.GetProperty("state").GetString())];
    }
}
