using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Links;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Links;

public abstract class RevocationTests(ApiHost host)
{
    [Fact]
    public async Task Gives_the_same_two_links_until_they_are_taken_back()
    {
        var id = await host.CreateWebinarAsync();
        var first = await LinksAsync(id);
        var again = await LinksAsync(id);
        Assert.Equal(Url(first, "presenter"), Url(again, "presenter"));
        Assert.Equal(Url(first, "audience"), Url(again, "audience"));
        await RevokeAllAsync(id, "viewer");
        var after = await LinksAsync(id);
        Assert.Equal(Url(first, "presenter"), Url(after, "presenter"));
        Assert.NotEqual(Url(first, "audience"), Url(after, "audience"));
        Assert.Equal(3, after.GetProperty("issued").GetArrayLength());
    }

    [Fact]
    public async Task Tells_whoever_came_by_a_link_that_it_was_taken_back_and_lets_nobody_else_in()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "presenter");
        await using var gone = await HubClient.ConnectAsync(host.Address, token);
        await gone.InvokeAsync("Join", new { displayName = "Eve" });
        var producer = await gone.ProduceAsync();
        await using var other = await host.JoinAsync(id, "presenter", "Ann");

        await RevokeAsync(id, await LinkIdAsync(id, token));

        Assert.Equal("link_revoked", (await gone.EventAsync("Dismissed")).GetProperty("code").GetString());
        await other.EventAsync("ProducerRemoved", e => e.GetProperty("producerId").GetString() == producer);
        await gone.AssertRefusedAsync("not_joined", "SendChat", new { text = "Still here" });
        await gone.AssertRefusedAsync("forbidden", "Join", new { displayName = "Eve" });
        await other.InvokeAsync("SendChat", new { text = "Fine" });
        await (await InvitationAsync(token)).AssertProblemAsync(HttpStatusCode.Unauthorized, "link_revoked");
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(host.Address, token));
    }

    [Fact]
    public async Task Cuts_a_connection_that_does_not_hang_up()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "viewer");
        await using var viewer = await HubClient.ConnectAsync(host.Address, token);
        await viewer.InvokeAsync("Join", new { displayName = "Eve" });
        await RevokeAllAsync(id, "viewer");
        await viewer.EventAsync("Dismissed");
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await viewer.ClosedAsync();
    }

    [Fact]
    public async Task Ends_a_connection_when_its_link_expires()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "viewer", expiresInMinutes: 5);
        await using var viewer = await HubClient.ConnectAsync(host.Address, token);
        await viewer.InvokeAsync("Join", new { displayName = "Bob" });
        host.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("link_expired", (await viewer.EventAsync("Dismissed")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Takes_back_all_of_a_role_with_those_that_nothing_is_stored_of()
    {
        var id = await host.CreateWebinarAsync();
        var old = host.Get<LinkSigner>().Sign(new StageLink(new(id), StageRole.Viewer, host.Time.GetUtcNow().AddDays(1), NewId.Create()));
        Assert.Equal(HttpStatusCode.OK, (await InvitationAsync(old)).StatusCode);
        await RevokeAllAsync(id, "presenter");
        Assert.Equal(HttpStatusCode.OK, (await InvitationAsync(old)).StatusCode);
        await RevokeAllAsync(id, "viewer");
        await (await InvitationAsync(old)).AssertProblemAsync(HttpStatusCode.Unauthorized, "link_revoked");
        Assert.Equal(HttpStatusCode.OK, (await InvitationAsync(await host.LinkAsync(id, "viewer"))).StatusCode);
        await host.RestartAsync();
        await (await InvitationAsync(old)).AssertProblemAsync(HttpStatusCode.Unauthorized, "link_revoked");
    }

    [Fact]
    public async Task Knows_no_link_of_another_webinar()
    {
        var id = await host.CreateWebinarAsync();
        var link = await LinkIdAsync(id, await host.LinkAsync(id, "viewer"));
        var other = await host.CreateWebinarAsync();
        var answer = await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{other}/links/{link}", UriKind.Relative));
        await answer.AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static string? Url(JsonElement links, string which) => links.GetProperty(which).GetString();

    private Task<JsonElement> LinksAsync(string id) => host.Organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{id}/links");

    private async Task<string> LinkIdAsync(string id, string token) => (await LinksAsync(id)).GetProperty("issued").EnumerateArray()
        .Single(link => link.GetProperty("url").GetString()!.EndsWith(token, StringComparison.Ordinal)).GetProperty("id").GetString()!;

    private async Task RevokeAsync(string id, string link) =>
        (await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{id}/links/{link}", UriKind.Relative))).EnsureSuccessStatusCode();

    private async Task RevokeAllAsync(string id, string role) =>
        (await host.Organizer.PostAsJsonAsync($"/api/webinars/{id}/links/revoke", new { role })).EnsureSuccessStatusCode();

    private async Task<HttpResponseMessage> InvitationAsync(string token)
    {
        using var browser = host.Browser();
        return await browser.GetAsync(new Uri($"/api/join/{token}", UriKind.Relative));
    }
}

public sealed class SqliteRevocationTests(ApiHost host) : RevocationTests(host), IClassFixture<ApiHost>;

[Trait("Category", "Servers")]
public sealed class PostgreSqlRevocationTests(PostgresHost host) : RevocationTests(host), IClassFixture<PostgresHost>;
