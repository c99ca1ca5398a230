using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Broadcast.Api.Tests.Moderation;

public abstract class RemovalTests(ApiHost host)
{
    private const string Seat = "0123456789abcdef";

    [Fact]
    public async Task Removes_a_person_with_all_media_and_keeps_their_seat_out()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "presenter");
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var eve = await HubClient.ConnectAsync(host.Address, token);
        var participantId = await JoinAsync(eve, "Eve", Seat);
        var producer = await eve.ProduceAsync();

        await ann.InvokeAsync("RemovePerson", new { participantId });

        Assert.Equal("removed", (await eve.EventAsync("Dismissed")).GetProperty("code").GetString());
        await ann.EventAsync("ProducerRemoved", e => e.GetProperty("producerId").GetString() == producer);
        await using var again = await HubClient.ConnectAsync(host.Address, token);
        await again.AssertRefusedAsync("removed", "Join", new { displayName = "Somebody else", seat = Seat });
    }

    [Fact]
    public async Task Knows_the_browser_again_whatever_name_or_seat_it_comes_with()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "viewer");
        var cookie = await CookieAsync(token);
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var bob = await HubClient.ConnectAsync(host.Address, token, cookie: await CookieAsync(token));
        await JoinAsync(bob, "Bob");
        await using var eve = await HubClient.ConnectAsync(host.Address, token, cookie: cookie);
        var participantId = await JoinAsync(eve, "Eve");

        await ann.InvokeAsync("RemovePerson", new { participantId });

        await using var again = await HubClient.ConnectAsync(host.Address, token, cookie: cookie);
        await again.AssertRefusedAsync("removed", "Join", new { displayName = "Nice person", seat = "another-seat-0123456789" });
        await bob.InvokeAsync("SendChat", new { text = "I am not her" });
        await using var newcomer = await HubClient.ConnectAsync(host.Address, token);
        await newcomer.AssertRefusedAsync("removed", "Join", new { displayName = "EVE" });
        await newcomer.InvokeAsync("Join", new { displayName = "Carol" });
    }

    [Fact]
    public async Task Holds_newcomers_of_an_address_that_nobody_else_came_from()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "viewer");
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var eve = await HubClient.ConnectAsync(host.Address, token);
        await ann.InvokeAsync("RemovePerson", new { participantId = await JoinAsync(eve, "Eve") });

        await using var newcomer = await HubClient.ConnectAsync(host.Address, token);
        await newcomer.AssertRefusedAsync("removed", "Join", new { displayName = "Carol" });
        host.Time.Advance(TimeSpan.FromMinutes(10));
        await using var later = await HubClient.ConnectAsync(host.Address, token);
        await later.InvokeAsync("Join", new { displayName = "Carol" });
    }

    [Fact]
    public async Task Revokes_a_link_that_is_one_persons()
    {
        var id = await host.CreateWebinarAsync();
        var made = await host.Organizer.PostAsJsonAsync($"/api/webinars/{id}/links", new { role = "viewer", expiresInMinutes = 60, label = "Eve" });
        var token = (await made.ReadAsync()).GetProperty("url").GetString()!.Split('/')[^1];
        await using var eve = await HubClient.ConnectAsync(host.Address, token);
        var participantId = await JoinAsync(eve, "Eve");
        var removed = await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{id}/people/{participantId}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("removed", (await eve.EventAsync("Dismissed")).GetProperty("code").GetString());
        using var browser = host.Browser();
        await (await browser.GetAsync(new Uri($"/api/join/{token}", UriKind.Relative))).AssertProblemAsync(HttpStatusCode.Unauthorized, "link_revoked");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData(".nobody")]
    [InlineData("no%20body")]
    public async Task Who_is_not_there_cannot_be_removed(string participantId)
    {
        var id = await host.CreateWebinarAsync();

        var refused = await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{id}/people/{participantId}", UriKind.Relative));

        await refused.AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Lets_somebody_in_again()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "viewer");
        await using var eve = await HubClient.ConnectAsync(host.Address, token);
        var participantId = await JoinAsync(eve, "Eve", Seat);
        var person = Assert.Single((await PeopleAsync(id)).GetProperty("present").EnumerateArray());
        Assert.Equal("Eve", person.GetProperty("displayName").GetString());
        await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{id}/people/{participantId}", UriKind.Relative));
        var people = await PeopleAsync(id);
        Assert.Empty(people.GetProperty("present").EnumerateArray());
        var removal = Assert.Single(people.GetProperty("removed").EnumerateArray()).GetProperty("id").GetString();
        await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{id}/removed/{removal}", UriKind.Relative));
        await using var again = await HubClient.ConnectAsync(host.Address, token);
        await JoinAsync(again, "Eve", Seat);
    }

    [Fact]
    public async Task Keeps_out_whoever_wrote_a_message_and_has_left()
    {
        var id = await host.CreateWebinarAsync();
        var token = await host.LinkAsync(id, "viewer");
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        var eve = await HubClient.ConnectAsync(host.Address, token);
        var participantId = await JoinAsync(eve, "Eve", Seat);
        await eve.InvokeAsync("SendChat", new { text = "Bad words" });
        await eve.DisposeAsync();
        host.Time.Advance(TimeSpan.FromSeconds(15));
        await ann.InvokeAsync("RemovePerson", new { participantId });
        await using var again = await HubClient.ConnectAsync(host.Address, token);
        await again.AssertRefusedAsync("removed", "Join", new { displayName = "Eve", seat = Seat });
    }

    [Fact]
    public async Task Takes_a_message_out_of_the_chat_for_everyone()
    {
        var id = await host.CreateWebinarAsync();
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var eve = await host.JoinAsync(id, "viewer", "Eve");
        var message = (await eve.InvokeAsync("SendChat", new { text = "Bad words" })).GetProperty("id").GetString();
        await eve.AssertRefusedAsync("forbidden", "RemoveChat", new { id = message });
        await ann.InvokeAsync("RemoveChat", new { id = message });
        Assert.Equal(message, (await eve.EventAsync("ChatRemoved")).GetProperty("id").GetString());
        await using var late = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        var joined = await late.InvokeAsync("Join", new { displayName = "Late" });
        Assert.Empty(joined.GetProperty("chat").EnumerateArray());
        var audit = await host.Organizer.GetStringAsync(new Uri("/api/audit", UriKind.Relative));
        Assert.Contains("Bad words", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_no_viewer_remove_anybody_and_nobody_themselves()
    {
        var id = await host.CreateWebinarAsync();
        await using var ann = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "presenter"));
        var participantId = await JoinAsync(ann, "Ann");
        await using var eve = await host.JoinAsync(id, "viewer", "Eve");
        await eve.AssertRefusedAsync("forbidden", "RemovePerson", new { participantId });
        await ann.AssertRefusedAsync("conflict", "RemovePerson", new { participantId });
        await ann.AssertRefusedAsync("not_found", "RemovePerson", new { participantId = "nobody" });
        await ann.AssertRefusedAsync("not_found", "RemoveChat", new { id = "7x" });
    }

    private static async Task<string> JoinAsync(HubClient client, string displayName, string? seat = null) =>
        (await client.InvokeAsync("Join", new { displayName, seat })).GetProperty("participantId").GetString()!;

    private Task<JsonElement> PeopleAsync(string id) => host.Organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{id}/people");

    /// <returns>The cookie that a browser gets when it opens the link.</returns>
    private async Task<string> CookieAsync(string token)
    {
        using var stranger = new HttpClient { BaseAddress = host.Address };
        var invitation = await stranger.GetAsync(new Uri($"/api/join/{token}", UriKind.Relative));
        return invitation.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}

public sealed class SqliteRemovalTests(ApiHost host) : RemovalTests(host), IClassFixture<ApiHost>;

[Trait("Category", "Servers")]
public sealed class PostgreSqlRemovalTests(PostgresHost host) : RemovalTests(host), IClassFixture<PostgresHost>;
