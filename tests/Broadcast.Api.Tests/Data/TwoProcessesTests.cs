using System.Net;
using System.Net.Http.Json;
using Broadcast.Api.Hosting;
using Broadcast.Api.Http;
using Broadcast.TestHost;
using Broadcast.TestHost.Servers;

namespace Broadcast.Api.Tests.Data;

/// <summary>Two programs, as an operator starts them, on one empty database.</summary>
[Trait("Category", "Servers")]
[Collection(nameof(AloneCollection))]
public sealed class TwoProcessesTests
{
    [Fact]
    public async Task Start_at_once_on_one_file()
    {
        var file = Directory.CreateTempSubdirectory("broadcast-db-");
        string[] settings = ["--Database:File", Path.Combine(file.FullName, "broadcast.db")];
        var hosts = await Task.WhenAll(TestHost.BroadcastHost.StartAsync(settings), TestHost.BroadcastHost.StartAsync(settings));
        await using var one = hosts[0].Host;
        await using var other = hosts[1].Host;

        await AssertHealthyAsync(one);
        await AssertHealthyAsync(other);
        file.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_at_once_on_PostgreSQL_and_each_accepts_the_cookies_and_links_of_the_other()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        string[] settings = ["--Database:Kind", "PostgreSql", "--Database:ConnectionString", database];
        var hosts = await Task.WhenAll(TestHost.BroadcastHost.StartAsync(settings), TestHost.BroadcastHost.StartAsync(settings));
        await using var one = hosts[0].Host;
        await using var other = hosts[1].Host;
        await AssertHealthyAsync(one);
        await AssertHealthyAsync(other);
        var cookies = new CookieContainer();
        using var atOne = OrganizerBrowser.At(one, cookies);
        using var atOther = OrganizerBrowser.At(other, cookies);

        await OrganizerBrowser.SetUpAsync(atOne, hosts[0].OrganizerLink);
        var webinar = (await (await atOther.PostAsJsonAsync("/api/webinars", new { title = "Shared", record = false })).ReadAsync()).GetProperty("id").GetString();
        Assert.True((await atOne.PostAsync(new Uri($"/api/webinars/{webinar}/start", UriKind.Relative), null)).IsSuccessStatusCode);
        var link = (await (await atOther.PostAsJsonAsync($"/api/webinars/{webinar}/links", new { role = "viewer", expiresInMinutes = 60 })).ReadAsync())
            .GetProperty("url").GetString()!.Split('/')[^1];

        using var guest = OrganizerBrowser.At(one, new CookieContainer());
        Assert.Equal("Shared", (await (await guest.GetAsync(new Uri($"/api/join/{link}", UriKind.Relative))).ReadAsync()).GetProperty("webinar").GetProperty("title").GetString());
        await using var viewer = await HubClient.ConnectAsync(one.Address, link);
        await viewer.InvokeAsync("Join", new { displayName = "Bob" });
        Assert.Equal("Hello", (await viewer.InvokeAsync("SendChat", new { text = "Hello" })).GetProperty("text").GetString());
    }

    private static async Task AssertHealthyAsync(TestHost.BroadcastHost host)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz", UriKind.Relative))).StatusCode);
        Assert.DoesNotContain(host.Complaints, complaint => complaint.Contains("EntityFrameworkCore", StringComparison.Ordinal));
    }
}
