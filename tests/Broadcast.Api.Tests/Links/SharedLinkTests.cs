using System.Net;
using System.Net.Http.Json;

namespace Broadcast.Api.Tests.Links;

[Trait("Category", "Servers")]
public sealed class SharedLinkTests(PostgresHost host) : IClassFixture<PostgresHost>
{
    [Fact]
    public async Task A_link_that_one_process_takes_back_opens_nothing_at_another_a_second_later()
    {
        var other = PostgresHost.Beside(host);
        await other.InitializeAsync();
        var id = await host.CreateWebinarAsync();
        var invitation = new Uri($"/api/join/{await host.LinkAsync(id, "viewer")}", UriKind.Relative);
        using var guest = other.Browser();
        Assert.Equal(HttpStatusCode.OK, (await guest.GetAsync(invitation)).StatusCode);

        await host.Organizer.PostAsJsonAsync($"/api/webinars/{id}/links/revoke", new { role = "viewer" });
        other.Time.Advance(TimeSpan.FromSeconds(1));

        await (await guest.GetAsync(invitation)).AssertProblemAsync(HttpStatusCode.Unauthorized, "link_revoked");
        await other.DisposeAsync();
    }
}
