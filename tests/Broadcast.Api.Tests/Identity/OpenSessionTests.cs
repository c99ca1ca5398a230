using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Tests.Identity;

public abstract class OpenSessionTests(ApiHost host) : IAsyncLifetime
{
    private static readonly Uri Session = new("/api/session", UriKind.Relative);
    private static readonly Uri Sessions = new("/api/sessions", UriKind.Relative);

    public Task InitializeAsync() => host.InitializeAsync();
    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Are_listed_with_browser_address_and_which_one_asks()
    {
        using var phone = await SignedInAsync("Phone/1.0");
        var sessions = await ListAsync(phone);
        Assert.Equal(2, sessions.Length);
        var own = Assert.Single(sessions, session => session.GetProperty("current").GetBoolean());
        Assert.Equal("Phone/1.0", own.GetProperty("browser").GetString());
        Assert.Equal("127.0.0.1", own.GetProperty("address").GetString());
    }

    [Fact]
    public async Task Signing_out_ends_it_on_the_server_and_a_copied_cookie_is_worth_nothing()
    {
        using var browser = await SignedInAsync();
        using var thief = host.Browser();
        thief.DefaultRequestHeaders.Add("Cookie", await CookieAsync(browser));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync(Session)).StatusCode);

        await browser.DeleteAsync(Session);

        await (await thief.GetAsync(Session)).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task One_can_be_ended_from_another()
    {
        using var phone = await SignedInAsync();
        var other = (await ListAsync(host.Organizer)).Single(session => !session.GetProperty("current").GetBoolean());
        var path = new Uri($"/api/sessions/{other.GetProperty("id").GetString()}", UriKind.Relative);

        Assert.Equal(HttpStatusCode.NoContent, (await host.Organizer.DeleteAsync(path)).StatusCode);

        await (await phone.GetAsync(Session)).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await host.Organizer.DeleteAsync(path)).AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task All_others_can_be_ended_at_once()
    {
        using var phone = await SignedInAsync();
        using var tablet = await SignedInAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await host.Organizer.DeleteAsync(Sessions)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync(Session)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await tablet.GetAsync(Session)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Organizer.GetAsync(Session)).StatusCode);
    }

    [Fact]
    public async Task Ends_with_its_account()
    {
        await using (var db = await host.Get<IDbContextFactory<BroadcastDb>>().CreateDbContextAsync())
            await db.Organizers.ExecuteDeleteAsync();
        await (await host.Organizer.GetAsync(Session)).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Ends_by_itself_when_it_is_not_used()
    {
        host.Time.Advance(Broadcast.Api.Identity.Sessions.Lifetime - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await host.Organizer.GetAsync(Session)).StatusCode);
        host.Time.Advance(Broadcast.Api.Identity.Sessions.Lifetime);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Organizer.GetAsync(Session)).StatusCode);
    }

    private async Task<HttpClient> SignedInAsync(string browser = "Test/1.0")
    {
        var client = host.Browser();
        client.DefaultRequestHeaders.UserAgent.ParseAdd(browser);
        (await client.PostAsJsonAsync(Session, new { email = ApiHost.Email, password = ApiHost.Password })).EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>What the browser sends, as somebody would copy it.</summary>
    private static async Task<string> CookieAsync(HttpClient browser)
    {
        var again = await browser.PostAsJsonAsync(Session, new { email = ApiHost.Email, password = ApiHost.Password });
        return again.Headers.GetValues("Set-Cookie").First(cookie => cookie.StartsWith("broadcast=", StringComparison.Ordinal)).Split(';')[0];
    }

    private static async Task<JsonElement[]> ListAsync(HttpClient browser) => (await browser.GetFromJsonAsync<JsonElement[]>(Sessions))!;
}

public sealed class SqliteOpenSessionTests() : OpenSessionTests(new ApiHost());

[Trait("Category", "Servers")]
public sealed class PostgreSqlOpenSessionTests() : OpenSessionTests(new PostgresHost());
