using System.Net;
using System.Net.Http.Headers;

namespace Broadcast.Api.Tests.Telemetry;

public sealed class MetricsGateTests(ApiHost closed, ScrapedHost open) : IClassFixture<ApiHost>, IClassFixture<ScrapedHost>
{
    [Fact]
    public async Task There_is_no_such_page_unless_it_is_asked_for()
    {
        using var anybody = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(new Uri(closed.Address, "/metrics"))).StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("a-token-for-testz", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData(ScrapedHost.Token, HttpStatusCode.OK)]
    public async Task Whoever_brings_the_token_sees_them(string? token, HttpStatusCode answer)
    {
        using var scraper = new HttpClient();
        if (token is not null)
            scraper.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(answer, (await scraper.GetAsync(new Uri(open.Address, "/metrics"))).StatusCode);
    }
}
