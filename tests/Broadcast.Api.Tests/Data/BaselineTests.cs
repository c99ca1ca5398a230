using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Broadcast.Api.Tests.Data;

/// <summary>What people find after the upgrade of a file from before migrations.</summary>
public sealed class BaselineTests(BaselineHost host) : IClassFixture<BaselineHost>
{
    private const string Lively = "uVpD2Qk42P7lFSM_";
    private const string Planned = "2V5_chPhZSn7Nnye";
    private const string Shown = "1cogV7EUmsv-aPPp";

    [Fact]
    public async Task The_organizer_signs_in_and_finds_every_webinar_as_it_was()
    {
        using var organizer = await SignedInAsync();
        var webinars = (await organizer.GetFromJsonAsync<JsonElement[]>("/api/webinars"))!;

        Assert.Equal(9, webinars.Length);
        var planned = webinars.Single(webinar => webinar.GetProperty("id").GetString() == Planned);
        Assert.Equal("Planned: Über Gärten 🌱🌿", planned.GetProperty("title").GetString());
        Assert.Equal("Two lines\nof words", planned.GetProperty("description").GetString());
        Assert.Equal("scheduled", planned.GetProperty("state").GetString());
        Assert.Equal(1, webinars.Count(webinar => webinar.GetProperty("state").GetString() == "live"));
        Assert.Equal(7, webinars.Count(webinar => webinar.GetProperty("state").GetString() == "ended"));
    }

    [Fact]
    public async Task Links_people_and_removals_are_there()
    {
        using var organizer = await SignedInAsync();
        var links = (await organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{Lively}/links")).GetProperty("issued").EnumerateArray().ToArray();
        var removed = (await organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{Lively}/people")).GetProperty("removed");

        var revoked = Assert.Single(links, link => link.GetProperty("revokedAt").ValueKind != JsonValueKind.Null);
        Assert.Equal("Carol", revoked.GetProperty("label").GetString());
        Assert.Equal("Eve", Assert.Single(removed.EnumerateArray()).GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_link_that_was_handed_out_opens_and_one_that_was_taken_back_does_not()
    {
        using var organizer = await SignedInAsync();
        var links = (await organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{Lively}/links")).GetProperty("issued").EnumerateArray().ToArray();
        using var guest = host.Browser();

        Assert.Equal(HttpStatusCode.OK, (await guest.GetAsync(InvitationOf(links, "Bob"))).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await guest.GetAsync(InvitationOf(links, "Carol"))).StatusCode);
    }

    [Fact]
    public async Task A_recording_has_its_files_its_hold_and_its_history()
    {
        using var organizer = await SignedInAsync();
        var recording = Assert.Single((await organizer.GetFromJsonAsync<JsonElement[]>($"/api/webinars/{Shown}/recordings"))!);
        var history = (await organizer.GetFromJsonAsync<JsonElement[]>($"/api/recordings/{recording.GetProperty("id").GetString()}/history"))!;

        Assert.Equal("ready", recording.GetProperty("state").GetString());
        Assert.True(recording.GetProperty("legalHold").GetBoolean());
        Assert.NotEmpty(recording.GetProperty("files").EnumerateArray());
        Assert.Equal(["Published.", "Put on legal hold."], history.Select(note => note.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task The_audit_log_follows_from_its_first_line_on()
    {
        using var organizer = await SignedInAsync();
        var check = await organizer.GetFromJsonAsync<JsonElement>("/api/audit/check");

        Assert.Equal(JsonValueKind.Null, check.GetProperty("brokenAt").ValueKind);
        Assert.True(check.GetProperty("entries").GetInt64() > 51);
    }

    private static Uri InvitationOf(IEnumerable<JsonElement> links, string label)
    {
        var url = links.Single(link => link.GetProperty("label").GetString() == label).GetProperty("url").GetString()!;
        return new Uri($"/api/join/{url.Split('/')[^1]}", UriKind.Relative);
    }

    private async Task<HttpClient> SignedInAsync()
    {
        var browser = host.Browser();
        (await browser.PostAsJsonAsync("/api/session", new { email = "demo@example.org", password = BaselineHost.BaselinePassword })).EnsureSuccessStatusCode();
        return browser;
    }
}
