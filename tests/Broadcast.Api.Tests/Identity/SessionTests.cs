using System.Net;
using System.Net.Http.Json;

namespace Broadcast.Api.Tests.Identity;

public abstract class SessionTests(ApiHost host)
{
    private static readonly Uri Session = new("/api/session", UriKind.Relative);

    [Fact]
    public async Task Says_who_is_signed_in_until_signed_out()
    {
        using var browser = host.Browser();
        await browser.PostAsJsonAsync(Session, new { email = ApiHost.Email.ToUpperInvariant(), password = ApiHost.Password });
        var session = await (await browser.GetAsync(Session)).ReadAsync();
        Assert.Equal("Ann", session.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync(Session)).StatusCode);
        await (await browser.GetAsync(Session)).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData(ApiHost.Email, "wrong horse")]
    [InlineData("nobody@example.org", ApiHost.Password)]
    public async Task Tells_a_wrong_password_and_a_wrong_address_apart_in_nothing(string email, string password)
    {
        using var browser = host.Browser();
        var answer = await browser.PostAsJsonAsync(Session, new { email, password });
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Keeps_the_cookie_from_scripts_and_other_sites()
    {
        using var browser = host.Browser();
        var answer = await browser.PostAsJsonAsync(Session, new { email = ApiHost.Email, password = ApiHost.Password });
        var cookies = answer.Headers.GetValues("Set-Cookie").ToDictionary(cookie => cookie.Split('=')[0]);
        Assert.Equal(["broadcast", "broadcast-device"], cookies.Keys.Order());
        Assert.All(cookies.Values, cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("samesite=lax", cookies["broadcast"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookies["broadcast-device"], StringComparison.OrdinalIgnoreCase);
    }
}

public sealed class SqliteSessionTests(ApiHost host) : SessionTests(host), IClassFixture<ApiHost>;

[Trait("Category", "Servers")]
public sealed class PostgreSqlSessionTests(PostgresHost host) : SessionTests(host), IClassFixture<PostgresHost>;
