using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit.Abstractions;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A webinar on several media nodes, which are lost.</summary>
[Trait("Category", "Servers")]
public sealed class LostNodeTests(ITestOutputHelper output)
{
    private const int Second = 165;

    /// <summary>Far above what it takes (3 s and 5 s at most on a machine of its own).</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    /// <summary>Viewers of the edge see again by another one, and nobody else loses a packet; when the origin is killed viewers keep their transports.</summary>
    [Fact]
    public async Task An_edge_is_killed_and_then_the_origin()
    {
        await using var servers = await TwoServers.StartAsync(records: true, hasEdges: true);
        await using var webinar = await SeenWebinar.OpenAsync(servers);
        var capabilities = await servers.CapabilitiesAsync(await servers.LinkAsync(webinar.Id, "viewer"));

        await KillEdgeAsync(servers, webinar, capabilities);
        webinar.Far.Screen.StartOver();
        await KillOriginAsync(servers, webinar, capabilities);
    }

    /// <summary>Who watches behind it keeps what they have and sees on, fed by the origin; who watched on it comes again elsewhere.</summary>
    [Fact]
    public async Task A_relay_is_killed()
    {
        await using var servers = await TwoServers.StartAsync(records: true, hasEdges: true, edgesPerNode: 1);
        await using var webinar = await SeenWebinar.OpenAsync(servers);
        var capabilities = await servers.CapabilitiesAsync(await servers.LinkAsync(webinar.Id, "viewer"));
        var (ann, near, far) = (webinar.Ann, webinar.Near, webinar.Far);
        Assert.Single(await RelayedAsync(servers, webinar.Id));
        await webinar.AssertNothingMissingAsync();

        await servers.Nodes[1].KillAsync();
        var since = Stopwatch.StartNew();
        await near.Hub.EventAsync("TransportClosed");
        await near.WatchAnewAsync(ann.Producer, capabilities);
        await near.Screen.UntilAsync(1);
        await far.Screen.UntilAsync(ann.Camera.PacketsSent);
        output.WriteLine($"relay: all see on after {since.Elapsed.TotalSeconds:F2} s; {webinar}");
        Assert.InRange(since.Elapsed, TimeSpan.Zero, Limit);

        far.Screen.StartOver();
        near.Screen.StartOver();
        await webinar.AssertNothingMissingAsync();
        Assert.All((string[])["TransportClosed", "ProducerRemoved", "StageReset"], name => Assert.Equal(0, far.Hub.Count(name)));
        Assert.Equal(0, ann.Hub.Count("StageReset"));
    }

    /// <returns>The edges that are fed by another edge.</returns>
    private static async Task<IEnumerable<JsonElement>> RelayedAsync(TwoServers servers, string webinar)
    {
        using var organizer = servers.At(servers.One);
        var tree = await organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{webinar}/tree");
        var origin = tree.GetProperty("origin").GetProperty("node").GetString();
        return tree.GetProperty("edges").EnumerateArray().Where(edge => edge.GetProperty("source").GetString() != origin);
    }

    private async Task KillEdgeAsync(TwoServers servers, SeenWebinar webinar, JsonElement capabilities)
    {
        var (ann, near, far) = (webinar.Ann, webinar.Near, webinar.Far);
        await servers.Nodes[2].KillAsync();
        var since = Stopwatch.StartNew();
        await far.Hub.EventAsync("TransportClosed");
        var noticed = since.Elapsed;
        await far.WatchAnewAsync(ann.Producer, capabilities);
        await far.Screen.UntilAsync(1);
        var seen = since.Elapsed;

        await near.Screen.UntilAsync(ann.Camera.PacketsSent + Second);
        output.WriteLine($"edge: the viewer was told after {noticed.TotalSeconds:F2} s and sees again after {seen.TotalSeconds:F2} s; {webinar}");
        Assert.InRange(seen, TimeSpan.Zero, Limit);
        Assert.Equal((0, 0), (near.Screen.Missing, near.Screen.Damaged));
        Assert.Equal(0, near.Hub.Count("TransportClosed"));
        Assert.All((Seated[])[ann, near, far], page => Assert.Equal(0, page.Hub.Count("StageReset")));
    }

    private async Task KillOriginAsync(TwoServers servers, SeenWebinar webinar, JsonElement capabilities)
    {
        var (ann, near, far) = (webinar.Ann, webinar.Near, webinar.Far);
        await servers.Nodes[0].KillAsync();
        var since = Stopwatch.StartNew();
        await ann.Hub.EventAsync("StageReset");
        var noticed = since.Elapsed;
        await ann.PresentAgainAsync();
        var presented = since.Elapsed;
        foreach (var viewer in (Seated[])[near, far])
        {
            await viewer.Hub.EventAsync("ProducerAdded", added => added.GetProperty("producerId").GetString() == ann.Producer);
            viewer.Screen.StartOver();
            await viewer.ConsumeAsync(ann.Producer, capabilities);
        }
        foreach (var viewer in (Seated[])[near, far])
            await viewer.Screen.UntilAsync(1);
        var seen = since.Elapsed;

        await webinar.AssertNothingMissingAsync();
        output.WriteLine($"origin: the presenter was told after {noticed.TotalSeconds:F2} s, is there again after {presented.TotalSeconds:F2} s and seen after {seen.TotalSeconds:F2} s; {webinar}");
        Assert.InRange(seen, TimeSpan.Zero, Limit);
        Assert.All((Seated[])[near, far], page => Assert.Equal((0, 0), (page.Hub.Count("StageReset"), page.Hub.Count("TransportClosed"))));
    }
}
