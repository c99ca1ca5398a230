using System.Diagnostics;
using Xunit.Abstractions;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A webinar on three media nodes, one of which is lost.</summary>
[Trait("Category", "Servers")]
public sealed class LostEdgeTests(ITestOutputHelper output)
{
    /// <summary>Far above what it takes (3 s at most on a machine of its own).</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Viewers_of_an_edge_that_is_killed_see_again_by_another_one_and_nobody_else_loses_a_packet()
    {
        await using var servers = await TwoServers.StartAsync(records: true, hasEdges: true);
        await using var webinar = await SeenWebinar.OpenAsync(servers);
        var (ann, near, far) = (webinar.Ann, webinar.Near, webinar.Far);
        var capabilities = await servers.CapabilitiesAsync(await servers.LinkAsync(webinar.Id, "viewer"));

        await servers.Nodes[2].KillAsync();
        var since = Stopwatch.StartNew();
        await far.Hub.EventAsync("TransportClosed");
        var noticed = since.Elapsed;
        await far.WatchAnewAsync(ann.Producer, capabilities);
        await far.Screen.UntilAsync(1);
        var seen = since.Elapsed;

        await near.Screen.UntilAsync(ann.Camera.PacketsSent + 165);
        output.WriteLine($"the viewer was told after {noticed.TotalSeconds:F2} s and sees again after {seen.TotalSeconds:F2} s; {webinar}");
        Assert.InRange(seen, TimeSpan.Zero, Limit);
        Assert.Equal((0, 0), (near.Screen.Missing, near.Screen.Damaged));
        Assert.Equal(0, near.Hub.Count("TransportClosed"));
        Assert.All((Seated[])[ann, near, far], page => Assert.Equal(0, page.Hub.Count("StageReset")));
    }

    [Fact]
    public async Task When_the_origin_is_killed_the_presenter_comes_again_elsewhere_and_viewers_keep_their_transports()
    {
        await using var servers = await TwoServers.StartAsync(records: true, hasEdges: true);
        await using var webinar = await SeenWebinar.OpenAsync(servers);
        var (ann, near, far) = (webinar.Ann, webinar.Near, webinar.Far);
        var capabilities = await servers.CapabilitiesAsync(await servers.LinkAsync(webinar.Id, "viewer"));

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
        output.WriteLine($"the presenter was told after {noticed.TotalSeconds:F2} s, is there again after {presented.TotalSeconds:F2} s and seen after {seen.TotalSeconds:F2} s; {webinar}");
        Assert.InRange(seen, TimeSpan.Zero, Limit);
        Assert.All((Seated[])[near, far], page => Assert.Equal((0, 0), (page.Hub.Count("StageReset"), page.Hub.Count("TransportClosed"))));
    }
}
