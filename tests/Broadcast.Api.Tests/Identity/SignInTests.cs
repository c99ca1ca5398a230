using System.Net;
using System.Net.Http.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Identity;
using Broadcast.Api.Tests.Http;

namespace Broadcast.Api.Tests.Identity;

public sealed class SignInTests : IAsyncLifetime
{
    private readonly ProxiedHost host = new("https://webinars.example.org");

    public Task InitializeAsync() => host.InitializeAsync();
    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Slows_strangers_who_guess_at_an_account_from_many_addresses_and_not_its_organizer()
    {
        for (var i = 1; i <= SignInBrake.FreeTries; i++)
        {
            using var stranger = From($"203.0.113.{i}");
            await (await SignInAsync(stranger, "guess")).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }
        using var another = From("203.0.113.200");
        var refused = await SignInAsync(another, ApiHost.Password);
        await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal("15", refused.Headers.GetValues("Retry-After").Single());

        // On a browser that has been signed in before, at whatever address.
        host.Organizer.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(host.Organizer, ApiHost.Password)).StatusCode);
        // And on a new one, at an address where the organizer is signed in.
        using var tablet = From("198.51.100.7");
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(tablet, ApiHost.Password)).StatusCode);
    }

    [Fact]
    public async Task Writes_down_who_signed_in_and_who_failed()
    {
        using var stranger = From("203.0.113.1");
        await SignInAsync(stranger, "guess");
        var log = await (await host.Organizer.GetAsync(new Uri("/api/audit", UriKind.Relative))).ReadAsync();
        var lines = log.GetProperty("entries").EnumerateArray()
            .Select(entry => $"{entry.GetProperty("action")} {entry.GetProperty("actor")} {entry.GetProperty("address")}");
        Assert.Contains("signInFailed  203.0.113.1", lines);
        Assert.Contains($"signedIn {ApiHost.Email} 127.0.0.1", lines);
    }

    [Fact]
    public async Task Believes_no_address_that_somebody_claims_who_is_no_known_proxy()
    {
        var plain = new ApiHost();
        await plain.InitializeAsync();
        plain.Organizer.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        var sessions = await (await plain.Organizer.GetAsync(new Uri("/api/sessions", UriKind.Relative))).ReadAsync();
        Assert.Equal("127.0.0.1", sessions[0].GetProperty("address").GetString());
        await plain.DisposeAsync();
    }

    private HttpClient From(string address)
    {
        var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return browser;
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password) =>
        browser.PostAsJsonAsync("/api/session", new { email = ApiHost.Email, password });
}
