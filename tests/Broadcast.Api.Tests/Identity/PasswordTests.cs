using System.Net;
using System.Net.Http.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Broadcast.Api.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Broadcast.Api.Tests.Identity;

public abstract class PasswordTests(ApiHost host) : IAsyncLifetime
{
    private const string New = "battery staple";
    private static readonly Uri Session = new("/api/session", UriKind.Relative);

    public Task InitializeAsync() => host.InitializeAsync();
    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Is_changed_by_who_knows_the_old_one_and_ends_the_other_sessions()
    {
        using var elsewhere = host.Browser();
        await SignInAsync(elsewhere, ApiHost.Password);

        var refused = await host.Organizer.PutAsJsonAsync("/api/password", new { current = "wrong", password = New });
        await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        var changed = await host.Organizer.PutAsJsonAsync("/api/password", new { current = ApiHost.Password, password = New });

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Organizer.GetAsync(Session)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync(Session)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(elsewhere, ApiHost.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(elsewhere, New)).StatusCode);
    }

    [Fact]
    public async Task Must_be_long_enough()
    {
        var answer = await host.Organizer.PutAsJsonAsync("/api/password", new { current = ApiHost.Password, password = "short" });
        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Is_reset_by_a_link_made_on_the_server_that_works_once_and_signs_in()
    {
        var token = await TokenAsync();
        using var browser = host.Browser();

        Assert.Equal(HttpStatusCode.OK, (await ResetAsync(browser, token)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Session)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Organizer.GetAsync(Session)).StatusCode);
        await (await ResetAsync(browser, token)).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Is_not_reset_by_a_forged_link_or_after_an_hour()
    {
        using var browser = host.Browser();
        await (await ResetAsync(browser, "forged")).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        var token = await TokenAsync();
        host.Time.Advance(TimeSpan.FromHours(1));
        await (await ResetAsync(browser, token)).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData("nobody@example.org", 1, "There is no organizer nobody@example.org")]
    [InlineData("--Data:Directory", 2, "usage:")]
    public async Task Command_says_what_is_wrong(string email, int code, string words)
    {
        var output = new StringWriter();
        Assert.Equal(code, await ResetPasswordCommand.RunAsync([ResetPasswordCommand.Name, email, $"--Data:Directory={host.Data}", .. host.DatabaseSettings], output));
        Assert.Contains(words, output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>As an administrator does, while the server runs.</summary>
    private async Task<string> TokenAsync()
    {
        var output = new StringWriter();
        Assert.Equal(0, await ResetPasswordCommand.RunAsync(
            [ResetPasswordCommand.Name, ApiHost.Email, $"--Data:Directory={host.Data}", $"--Public:Url={host.Address}", .. host.DatabaseSettings],
            output,
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(host.Time))));
        return output.ToString().Split("token=")[1].Trim();
    }

    private static Task<HttpResponseMessage> ResetAsync(HttpClient browser, string token) =>
        browser.PostAsJsonAsync("/api/password/reset", new { token, password = New });

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password) =>
        browser.PostAsJsonAsync(Session, new { email = ApiHost.Email, password });
}

public sealed class SqlitePasswordTests() : PasswordTests(new ApiHost());

[Trait("Category", "Servers")]
public sealed class PostgreSqlPasswordTests() : PasswordTests(new PostgresHost());
