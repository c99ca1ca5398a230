using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit.Abstractions;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A server is lost in the middle of a webinar, and nothing of the media with it.</summary>
[Trait("Category", "Servers")]
public sealed class LostServerTests(ITestOutputHelper output)
{
    /// <summary>Far above what it takes (3 s and 5 s at most on a machine of its own), and below what Orleans' own patience would make of it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Two_servers_are_one_webinar_and_removals_hold_on_both()
    {
        await using var servers = await TwoServers.StartAsync();
        var id = await servers.CreateWebinarAsync();
        await using var ann = new Seated(await servers.LinkAsync(id, "presenter"), "a-secret-of-the-presenter");
        await ann.PresentAsync(servers.One.Address);
        var link = await servers.LinkAsync(id, "viewer");
        await using var bob = new Seated(link, "a-secret-of-the-viewer-bob");
        await bob.WatchAsync(servers.Other.Address, await servers.CapabilitiesAsync(link));

        await bob.Hub.InvokeAsync("SendChat", new { text = "Hello" });
        var heard = await ann.Hub.EventAsync("ChatReceived");
        await ann.Hub.EventAsync("ViewerCountChanged", change => change.GetProperty("count").GetInt32() == 1);
        await ann.Hub.InvokeAsync("PauseProducer", new { producerId = ann.Producer });
        Assert.True((await bob.Hub.EventAsync("ProducerChanged")).GetProperty("paused").GetBoolean());

        await bob.Hub.InvokeAsync("ReportQuality", new { received = new { bitrate = 900_000, height = 360, lost = 0, roundTripMs = 40, frozen = 0, concealed = 0, dropped = 0 } });
        using var organizer = servers.At(servers.One);
        var quality = await organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{id}/people/{heard.GetProperty("participantId").GetString()}/quality");
        Assert.Equal(360, Assert.Single(quality.GetProperty("samples").EnumerateArray()).GetProperty("height").GetInt32());

        await ann.Hub.InvokeAsync("RemovePerson", new { participantId = heard.GetProperty("participantId").GetString() });
        Assert.Equal("removed", (await bob.Hub.EventAsync("Dismissed")).GetProperty("code").GetString());
        await using var again = await HubClient.ConnectAsync(servers.One.Address, link);
        await again.AssertRefusedAsync("removed", "Join", new { displayName = "Bob", seat = "a-secret-of-the-viewer-bob" });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_frame_is_lost_when_a_server_is_killed_and_everybody_comes_back_by_the_other(bool isThePresenters)
    {
        await using var servers = await TwoServers.StartAsync();
        await using var webinar = await SeenWebinar.OpenAsync(servers);
        var (ann, near, far) = (webinar.Ann, webinar.Near, webinar.Far);

        var (lost, kept) = isThePresenters ? (servers.One, servers.Other) : (servers.Other, servers.One);
        await lost.KillAsync();
        var since = Stopwatch.StartNew();

        Seated[] thrown = isThePresenters ? [ann, near] : [far];
        Seated[] stayed = isThePresenters ? [far] : [ann, near];
        var joined = await Task.WhenAll(thrown.Select(page => page.ComeAgainAsync(kept.Address)));
        var back = since.Elapsed;
        foreach (var answer in joined)
        {
            Assert.True(answer.GetProperty("resumed").GetBoolean());
            Assert.Equal(ann.Producer, Assert.Single(answer.GetProperty("producers").EnumerateArray()).GetProperty("producerId").GetString());
        }
        await webinar.AssertNothingMissingAsync();
        await webinar.MuteAsync();
        var muted = since.Elapsed;

        output.WriteLine($"hubs are back after {back.TotalSeconds:F2} s, mute works after {muted.TotalSeconds:F2} s; {webinar}");
        Assert.InRange(back, TimeSpan.Zero, Limit);
        Assert.InRange(muted, TimeSpan.Zero, Limit);
        // The media node has the very consumers that it had before.
        foreach (var viewer in (Seated[])[near, far])
            await viewer.Hub.InvokeAsync("PauseConsumer", new { consumerId = viewer.Consumer });
        Assert.All(stayed, page => Assert.Equal((0, 0), (page.Hub.Count("StageReset"), page.Hub.Count("ProducerRemoved"))));
    }

    [Fact]
    public async Task Media_chat_and_mute_go_on_while_Redis_is_away_and_a_server_may_be_lost_again_afterwards()
    {
        await using var servers = await TwoServers.StartAsync();
        await using var webinar = await SeenWebinar.OpenAsync(servers);

        await servers.Redis.KillAsync();
        await webinar.AssertNothingMissingAsync();
        await webinar.Far.Hub.InvokeAsync("SendChat", new { text = "Hello" });
        await webinar.Ann.Hub.EventAsync("ChatReceived");
        await webinar.MuteAsync();
        await webinar.UnmuteAsync();

        await servers.Redis.StartAgainAsync();
        var since = Stopwatch.StartNew();
        await webinar.Far.Hub.InvokeAsync("SendChat", new { text = "Hello again" });
        await webinar.Ann.Hub.EventAsync("ChatReceived");
        output.WriteLine($"chat works {since.Elapsed.TotalSeconds:F2} s after Redis is back; {webinar}");
        Assert.InRange(since.Elapsed, TimeSpan.Zero, Limit);
        await webinar.AssertNothingMissingAsync();

        await servers.Other.KillAsync();
        since.Restart();
        Assert.True((await webinar.Far.ComeAgainAsync(servers.One.Address)).GetProperty("resumed").GetBoolean());
        await webinar.AssertNothingMissingAsync();
        await webinar.MuteAsync();
        output.WriteLine($"a server is lost: mute works after {since.Elapsed.TotalSeconds:F2} s; {webinar}");
        Assert.InRange(since.Elapsed, TimeSpan.Zero, Limit);
    }
}
