using System.Net;
using System.Net.Http.Json;
using Broadcast.Api.Identity;

namespace Broadcast.Api.Tests.Identity;

public abstract class SetupTests(ApiHost host)
{
    [Fact]
    public async Task Is_no_longer_needed_once_there_is_an_organizer()
    {
        using var browser = host.Browser();
        var status = await (await browser.GetAsync(new Uri("/api/setup", UriKind.Relative))).ReadAsync();
        Assert.False(status.GetProperty("needed").GetBoolean());
    }

    [Fact]
    public async Task Makes_no_second_organizer_even_with_the_right_token()
    {
        using var browser = host.Browser();
        var answer = await browser.PostAsJsonAsync(
            "/api/setup", new { token = host.SetupToken, name = "Eve", email = "eve@example.org", password = "long enough" });
        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "conflict");
    }
}

public sealed class SqliteSetupTests(ApiHost host) : SetupTests(host), IClassFixture<ApiHost>;

[Trait("Category", "Servers")]
public sealed class PostgreSqlSetupTests(PostgresHost host) : SetupTests(host), IClassFixture<PostgresHost>
{
    private readonly PostgresHost host = host;

    [Fact]
    public async Task Every_process_on_a_database_takes_the_link_that_another_printed()
    {
        var other = PostgresHost.Beside(host);
        await other.InitializeAsync();
        var elsewhere = new PostgresHost();
        await elsewhere.InitializeAsync();

        Assert.True(other.Get<SetupToken>().Matches(host.SetupToken));
        Assert.False(elsewhere.Get<SetupToken>().Matches(host.SetupToken));

        await elsewhere.DisposeAsync();
        await other.DisposeAsync();
    }
}
