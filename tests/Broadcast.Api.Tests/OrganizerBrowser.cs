using System.Net;
using System.Net.Http.Json;
using Broadcast.Api.Http;

namespace Broadcast.Api.Tests;

/// <summary>A browser before servers that are processes of their own; with the same cookies it is the same browser.</summary>
internal static class OrganizerBrowser
{
    public static HttpClient At(TestHost.BroadcastHost host, CookieContainer cookies)
    {
#pragma warning disable CA2000 // The client owns it.
        var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = host.Address };
#pragma warning restore CA2000
        client.DefaultRequestHeaders.Add(SecurityHeaders.RequestHeader, "1");
        return client;
    }

    /// <summary>Makes the account and signs in.</summary>
    public static async Task SetUpAsync(HttpClient browser, Uri organizerLink)
    {
        var token = organizerLink.Query.Split("token=")[1];
        (await browser.PostAsJsonAsync("/api/setup", new { token, name = "Ann", email = ApiHost.Email, password = ApiHost.Password })).EnsureSuccessStatusCode();
        (await browser.PostAsJsonAsync("/api/session", new { email = ApiHost.Email, password = ApiHost.Password })).EnsureSuccessStatusCode();
    }
}
