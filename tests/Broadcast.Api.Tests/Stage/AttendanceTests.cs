using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Stage;

/// <summary>Webinars that nobody ends.</summary>
public sealed class AttendanceTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly StageOptions Defaults = new();

    [Fact]
    public async Task Tells_the_organizer_that_no_presenter_is_there_and_ends_after_a_while()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await using var viewer = await host.JoinAsync(id, "viewer");
        await PresentAndLeaveAsync(id);
        Assert.Equal(JsonValueKind.Null, (await host.WebinarAsync(id)).GetProperty("unattended").ValueKind);

        var left = host.Time.GetUtcNow();
        host.Time.Advance(Defaults.UnattendedAfter);
        var unattended = (await host.WebinarAsync(id)).GetProperty("unattended");
        Assert.Equal(left, unattended.GetProperty("since").GetDateTimeOffset());
        Assert.Equal(left + Defaults.EndUnattendedAfter, unattended.GetProperty("endsAt").GetDateTimeOffset());

        host.Time.Advance(Defaults.EndUnattendedAfter - Defaults.UnattendedAfter);
        await EndedAsync(viewer);
        var ended = await host.WebinarAsync(id);
        Assert.True(ended.GetProperty("endedUnattended").GetBoolean());
        Assert.Equal(JsonValueKind.Null, ended.GetProperty("recording").ValueKind);
        var recordings = await host.Organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{id}/recordings");
        Assert.NotEqual("recording", Assert.Single(recordings.EnumerateArray()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Goes_on_when_a_presenter_comes_back_in_time()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        await PresentAndLeaveAsync(id);
        host.Time.Advance(Defaults.UnattendedAfter);
        await using var again = await host.JoinAsync(id, "presenter");
        Assert.Equal(JsonValueKind.Null, (await host.WebinarAsync(id)).GetProperty("unattended").ValueKind);
        host.Time.Advance(Defaults.EndUnattendedAfter);
        Assert.Equal("live", (await host.WebinarAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Does_not_count_before_the_planned_start()
    {
        var startsAt = host.Time.GetUtcNow() + TimeSpan.FromHours(1);
        var created = await host.Organizer.PostAsJsonAsync("/api/webinars", new { title = "Opened early", startsAt });
        var id = (await created.ReadAsync()).GetProperty("id").GetString()!;
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/start", UriKind.Relative), null);
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(JsonValueKind.Null, (await host.WebinarAsync(id)).GetProperty("unattended").ValueKind);
        host.Time.Advance(Defaults.UnattendedAfter);
        Assert.Equal(startsAt, (await host.WebinarAsync(id)).GetProperty("unattended").GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task Ends_what_was_live_before_a_restart_and_nobody_came_back_to()
    {
        var id = await host.CreateWebinarAsync(record: true);
        await PresentAndLeaveAsync(id);
        await host.RestartAsync();
        Assert.Equal("live", (await host.WebinarAsync(id)).GetProperty("state").GetString());
        host.Time.Advance(Defaults.EndUnattendedAfter);
        // Nobody is there to be told.
        while ((await host.WebinarAsync(id)).GetProperty("state").GetString() != "ended")
            await Task.Yield();
    }

    private async Task PresentAndLeaveAsync(string id)
    {
        var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await presenter.DisposeAsync();
        await host.Time.UntilTimerAsync(StageLimits.Grace).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static Task<JsonElement> EndedAsync(HubClient viewer) =>
        viewer.EventAsync("WebinarChanged", change => change.GetProperty("state").GetString() == "ended");
}
