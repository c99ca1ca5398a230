using System.Net;
using Hangfire;

namespace Broadcast.Api.Tests.Recordings;

public sealed class JobsDashboardTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly Uri Dashboard = new("/jobs", UriKind.Relative);

    [Fact]
    public async Task An_organizer_sees_what_is_being_made()
    {
        var answer = await host.Organizer.GetAsync(new Uri("/jobs/recurring", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Recordings in the making", page, StringComparison.Ordinal);
        Assert.Contains("Delete what has expired", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        using var stranger = new HttpClient { BaseAddress = host.Address };
        foreach (var path in new[] { "/jobs", "/jobs/recurring", "/jobs/stats", "/jobs/css18250" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task It_is_there_to_be_looked_at()
    {
        using var command = new FormUrlEncodedContent([new("jobs[]", "expiry")]);
        using var answer = await host.Organizer.PostAsync(new Uri("/jobs/recurring/remove", UriKind.Relative), command);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var store = host.Get<JobStorage>().GetConnection();
        Assert.Contains("expiry", store.GetAllItemsFromSet("recurring-jobs"));
    }

    [Fact]
    public async Task It_needs_no_script_or_style_of_the_page_itself()
    {
        var page = await host.Organizer.GetStringAsync(Dashboard);

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick=", page, StringComparison.Ordinal);
    }
}
