using System.Net;
using System.Net.Http.Json;

namespace Broadcast.Api.Tests.Webinars;

public abstract class WebinarTests(ApiHost host)
{
    [Fact]
    public async Task Lists_the_newest_first()
    {
        var older = await host.CreateWebinarAsync("Older");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var newer = await host.CreateWebinarAsync("Newer");
        var listed = await host.Organizer.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/webinars");
        var ids = listed.EnumerateArray().Select(webinar => webinar.GetProperty("id").GetString()).ToList();
        Assert.True(ids.IndexOf(newer) < ids.IndexOf(older));
    }

    [Fact]
    public async Task Changes_what_the_organizer_decides()
    {
        var id = await host.CreateWebinarAsync();
        var changed = await (await host.Organizer.PutAsJsonAsync(
            $"/api/webinars/{id}", new { title = "Changed", description = "New", startsAt = "2026-12-01T10:00:00+02:00", record = true })).ReadAsync();
        Assert.Equal("Changed", changed.GetProperty("title").GetString());
        var stored = await host.WebinarAsync(id);
        Assert.Equal("New", stored.GetProperty("description").GetString());
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero), stored.GetProperty("startsAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2032-01-01T00:00:00Z")]
    [InlineData("0020-12-01T10:00:00Z")]
    public async Task Is_not_planned_for_a_day_that_nobody_lives_to_see(string startsAt)
    {
        var answer = await host.Organizer.PostAsJsonAsync("/api/webinars", new { title = "Welcome", startsAt });
        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Goes_live_once_and_ends_once()
    {
        var id = await host.CreateWebinarAsync();
        var started = await PostAsync(id, "start");
        Assert.Equal("live", started.GetProperty("state").GetString());
        Assert.Equal(started.GetRawText(), (await PostAsync(id, "start")).GetRawText());
        var ended = await PostAsync(id, "end");
        Assert.Equal("ended", ended.GetProperty("state").GetString());
        Assert.Equal(ended.GetRawText(), (await PostAsync(id, "end")).GetRawText());
        await (await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/start", UriKind.Relative), null))
            .AssertProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task Is_deleted_only_when_it_is_not_live()
    {
        var id = await host.CreateWebinarAsync();
        var path = new Uri($"/api/webinars/{id}", UriKind.Relative);
        await PostAsync(id, "start");
        await (await host.Organizer.DeleteAsync(path)).AssertProblemAsync(HttpStatusCode.Conflict, "conflict");
        await PostAsync(id, "end");
        Assert.Equal(HttpStatusCode.NoContent, (await host.Organizer.DeleteAsync(path)).StatusCode);
        await (await host.Organizer.GetAsync(path)).AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("{\"title\":\"\"}")]
    [InlineData("{\"description\":\"no title\"}")]
    [InlineData("{\"title\":\"x\",\"startsAt\":\"tomorrow\"}")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Refuses_a_body_that_is_no_webinar(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await host.Organizer.PostAsync(new Uri("/api/webinars", UriKind.Relative), content);
        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    private async Task<System.Text.Json.JsonElement> PostAsync(string id, string action) =>
        await (await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/{action}", UriKind.Relative), null)).ReadAsync();
}

public sealed class SqliteWebinarTests(ApiHost host) : WebinarTests(host), IClassFixture<ApiHost>;

[Trait("Category", "Servers")]
public sealed class PostgreSqlWebinarTests(PostgresHost host) : WebinarTests(host), IClassFixture<PostgresHost>;
