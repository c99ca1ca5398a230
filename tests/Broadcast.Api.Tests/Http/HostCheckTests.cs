using System.Net;

namespace Broadcast.Api.Tests.Http;

public sealed class HostCheckTests : IAsyncLifetime
{
    private readonly ProxiedHost host = new("https://webinars.example.org");

    public Task InitializeAsync() => host.InitializeAsync();
    public Task DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("evil.example")]
    [InlineData("webinars.example.org.evil.example")]
    [InlineData("203.0.113.9")]
    public async Task Refuses_a_host_that_it_is_not(string name)
    {
        using var answer = await GetAsync(name);
        await answer.AssertProblemAsync(HttpStatusCode.MisdirectedRequest, "wrong_host");
    }

    [Theory]
    [InlineData("webinars.example.org")]
    [InlineData("WEBINARS.example.org:8443")]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Answers_to_its_public_name_and_on_its_own_machine(string name)
    {
        using var answer = await GetAsync(name);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Checks_the_host_that_a_known_proxy_was_asked_for()
    {
        using var answer = await GetAsync("webinars.example.org", ("X-Forwarded-Host", "evil.example"));
        await answer.AssertProblemAsync(HttpStatusCode.MisdirectedRequest, "wrong_host");
    }

    [Fact]
    public async Task Tells_the_browser_to_come_by_https_only_where_it_does()
    {
        using var proxied = await GetAsync("webinars.example.org", ("X-Forwarded-Proto", "https"));
        Assert.Equal("max-age=31536000", proxied.Headers.GetValues("Strict-Transport-Security").Single());
        using var local = await GetAsync("localhost");
        Assert.False(local.Headers.Contains("Strict-Transport-Security"));
    }

    private async Task<HttpResponseMessage> GetAsync(string name, params (string Name, string Value)[] headers)
    {
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/setup");
        request.Headers.Host = name;
        foreach (var (header, value) in headers)
            request.Headers.Add(header, value);
        return await browser.SendAsync(request);
    }
}
