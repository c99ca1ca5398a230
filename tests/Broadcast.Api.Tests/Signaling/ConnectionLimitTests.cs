using System.Net;

namespace Broadcast.Api.Tests.Signaling;

public sealed class ConnectionLimitTests(ConnectionLimitTests.OneConnectionHost host) : IClassFixture<ConnectionLimitTests.OneConnectionHost>
{
    public sealed class OneConnectionHost : ApiHost
    {
        protected override string[] Settings => ["--Limits:ConnectionsPerAddress", "1"];
    }

    [Fact]
    public async Task Counts_the_connections_of_an_address_until_they_end()
    {
        var id = await host.CreateWebinarAsync();
        var viewer = await host.JoinAsync(id, "viewer");
        Assert.Equal(HttpStatusCode.TooManyRequests, await NegotiateAsync(id));
        await viewer.DisposeAsync();
        while (await NegotiateAsync(id) != HttpStatusCode.OK)
            await Task.Yield();
    }

    private async Task<HttpStatusCode> NegotiateAsync(string webinarId)
    {
        using var browser = host.Browser();
        var token = await host.LinkAsync(webinarId, "viewer");
        var answer = await browser.PostAsync(new Uri($"/hub/stage/negotiate?negotiateVersion=1&access_token={token}", UriKind.Relative), null);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        return answer.StatusCode;
    }
}
