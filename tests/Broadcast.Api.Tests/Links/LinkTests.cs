using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;

namespace Broadcast.Api.Tests.Links;

public abstract class LinkTests(ApiHost host)
{
    [Fact]
    public async Task Gives_an_organizer_a_link_for_presenters_and_one_for_the_audience()
    {
        var id = await host.CreateWebinarAsync();
        var links = await (await host.Organizer.GetAsync(new Uri($"/api/webinars/{id}/links", UriKind.Relative))).ReadAsync();
        Assert.StartsWith($"{host.Address}studio/", links.GetProperty("presenter").GetString(), StringComparison.Ordinal);
        Assert.StartsWith($"{host.Address}watch/", links.GetProperty("audience").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("presenter")]
    [InlineData("viewer")]
    public async Task Tells_the_bearer_of_a_link_what_it_is_for(string role)
    {
        var id = await host.CreateWebinarAsync("Gardening");
        var invitation = await (await JoinAsync(await host.LinkAsync(id, role))).ReadAsync();
        Assert.Equal(role, invitation.GetProperty("role").GetString());
        Assert.Equal("Gardening", invitation.GetProperty("webinar").GetProperty("title").GetString());
        Assert.Equal("scheduled", invitation.GetProperty("webinar").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Tells_a_forged_link_from_an_expired_one()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "viewer", expiresInMinutes: 1);
        await (await JoinAsync(token[..^2] + "xx")).AssertProblemAsync(HttpStatusCode.Unauthorized, "link_invalid");
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await (await JoinAsync(token)).AssertProblemAsync(HttpStatusCode.Unauthorized, "link_expired");
    }

    [Fact]
    public async Task Is_refused_by_the_hub_when_forged()
    {
        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(host.Address, "forged"));
        Assert.Contains("401", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_administer()
    {
        var id = await host.CreateWebinarAsync();
        using var presenter = host.Browser();
        presenter.DefaultRequestHeaders.Authorization = new("Bearer", await host.LinkAsync(id, "presenter"));
        var answer = await presenter.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), null);
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Lasts_between_a_minute_and_a_year()
    {
        var id = await host.CreateWebinarAsync();
        var answer = await host.Organizer.PostAsJsonAsync($"/api/webinars/{id}/links", new { role = "viewer", expiresInMinutes = 0 });
        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("\"Presenter\"")]
    [InlineData("\"PRESENTER\"")]
    [InlineData("\"viewer, presenter\"")]
    [InlineData("\"1\"")]
    [InlineData("1")]
    [InlineData("\" viewer\"")]
    [InlineData("null")]
    public async Task Takes_the_role_by_its_exact_name(string role)
    {
        var id = await host.CreateWebinarAsync();
        using var body = new StringContent($$"""{"role":{{role}},"expiresInMinutes":60}""", System.Text.Encoding.UTF8, "application/json");
        var answer = await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/links", UriKind.Relative), body);
        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    private async Task<HttpResponseMessage> JoinAsync(string token)
    {
        using var browser = host.Browser();
        return await browser.GetAsync(new Uri($"/api/join/{token}", UriKind.Relative));
    }
}

public sealed class SqliteLinkTests(ApiHost host) : LinkTests(host), IClassFixture<ApiHost>;

[Trait("Category", "Servers")]
public sealed class PostgreSqlLinkTests(PostgresHost host) : LinkTests(host), IClassFixture<PostgresHost>;
