using System.Net.Http.Json;
using System.Text.Json;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A server is lost in the middle of a webinar, and nothing of the media with it.</summary>
[Trait("Category", "Servers")]
public sealed class LostServerTests
{
    [Fact]
    public async Task Two_servers_are_one_webinar_and_removals_hold_on_both()
    {
        await using var servers = await TwoServers.StartAsync();
        var id = await servers.CreateWebinarAsync();
        await using var ann = new Seated(await servers.LinkAsync(id, "presenter"), "a-secret-of-the-presenter");
        await ann.PresentAsync(servers.One.Address);
        var link = await servers.LinkAsync(id, "viewer");
        await using var bob = new Seated(link, "a-secret-of-the-viewer-bob");
        await bob.WatchAsync(servers.Other.Address, await CapabilitiesAsync(servers, link));

        await bob.Hub.InvokeAsync("SendChat", new { text = "Hello" });
        var heard = await ann.Hub.EventAsync("ChatReceived");
        await ann.Hub.EventAsync("ViewerCountChanged", change => change.GetProperty("count").GetInt32() == 1);
        await ann.Hub.InvokeAsync("PauseProducer", new { producerId = ann.Producer });
        Assert.True((await bob.Hub.EventAsync("ProducerChanged")).GetProperty("paused").GetBoolean());

        await ann.Hub.InvokeAsync("RemovePerson", new { participantId = heard.GetProperty("participantId").GetString() });
        Assert.Equal("removed", (await bob.Hub.EventAsync("Dismissed")).GetProperty("code").GetString());
        await using var again = await HubClient.ConnectAsync(servers.One.Address, link);
        await again.AssertRefusedAsync("removed", "Join", new { displayName = "Bob", seat = "a-secret-of-the-viewer-bob" });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Media_goes_on_when_a_server_is_killed_and_everybody_comes_back_by_the_other(bool isThePresenters)
    {
        await using var servers = await TwoServers.StartAsync();
        var id = await servers.CreateWebinarAsync();
        await using var ann = new Seated(await servers.LinkAsync(id, "presenter"), "a-secret-of-the-presenter");
        await ann.PresentAsync(servers.One.Address);
        var link = await servers.LinkAsync(id, "viewer");
        var capabilities = await CapabilitiesAsync(servers, link);
        await using var near = new Seated(link, "a-secret-of-the-viewer-near");
        await using var far = new Seated(link, "a-secret-of-the-viewer-far");
        await near.WatchAsync(servers.One.Address, capabilities);
        await far.WatchAsync(servers.Other.Address, capabilities);

        var (lost, kept) = isThePresenters ? (servers.One, servers.Other) : (servers.Other, servers.One);
        await lost.KillAsync();

        Seated[] thrown = isThePresenters ? [ann, near] : [far];
        Seated[] stayed = isThePresenters ? [far] : [ann, near];
        foreach (var page in thrown)
        {
            var joined = await page.ComeAgainAsync(kept.Address);
            Assert.True(joined.GetProperty("resumed").GetBoolean());
            Assert.Equal(ann.Producer, Assert.Single(joined.GetProperty("producers").EnumerateArray()).GetProperty("producerId").GetString());
        }
        await ann.Hub.InvokeAsync("PauseProducer", new { producerId = ann.Producer });
        foreach (var viewer in (Seated[])[near, far])
        {
            Assert.True((await viewer.Hub.EventAsync("ProducerChanged")).GetProperty("paused").GetBoolean());
            // The media node has the very consumer that it had before.
            await viewer.Hub.InvokeAsync("PauseConsumer", new { consumerId = viewer.Consumer });
        }
        Assert.All(stayed, page => Assert.Equal((0, 0), (page.Hub.Count("StageReset"), page.Hub.Count("ProducerRemoved"))));
    }

    static async Task<JsonElement> CapabilitiesAsync(TwoServers servers, string link)
    {
        using var browser = servers.At(servers.Other);
        return (await browser.GetFromJsonAsync<JsonElement>($"/api/join/{link}")).GetProperty("routerRtpCapabilities");
    }
}
