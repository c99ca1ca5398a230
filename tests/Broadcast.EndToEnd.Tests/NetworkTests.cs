using System.Diagnostics;
using System.Net;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestNetwork.Relays;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>Viewers who have IPv6 only, and viewers whose address changes while they watch, in a real browser.</summary>
public class NetworkTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Where the relay is; the server itself is at 127.0.0.1.</summary>
    private static readonly IPAddress Relay = IPAddress.Parse("127.0.0.2");

    /// <summary>Where the server sees viewers who have moved.</summary>
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.3");

    [Fact]
    public async Task A_viewer_with_nothing_but_ipv6_sees_a_presenter_who_has_both()
    {
        var (host, setupLink) = await BroadcastHost.StartAsync(
            "--Media:ListenAddress", "::", "--Media:AnnouncedAddresses:0", $"{IPAddress.Loopback}", "--Media:AnnouncedAddresses:1", $"{IPAddress.IPv6Loopback}");
        await using var _ = host;
        await using var browser = await Chromium.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await browser.OpenAsync("organizer"), setupLink, "Of both families", recorded: false);
        await webinar.PresentAsync(await browser.OpenAsync("presenter"));
        var viewer = new Viewer(await LimitedNetwork.OnlyToAsync(await browser.OpenAsync("viewer"), IPAddress.IPv6Loopback));
        var page = new UriBuilder(webinar.AudienceLink) { Host = $"[{IPAddress.IPv6Loopback}]" }.Uri;
        output.WriteLine($"first frame over IPv6 after {await viewer.JoinAsync(page):0} ms");

        Assert.Equal([PlannedWebinar.PresenterName], await viewer.LookAsync(seconds: 2));
        Assert.EndsWith($" to {IPAddress.IPv6Loopback}", Assert.Single(await LimitedNetwork.PathsAsync(viewer.Page)), StringComparison.Ordinal);
        Quiet.AssertAll(browser.Complaints, host.Complaints);
    }

    [Fact]
    public async Task A_viewer_whose_address_changes_watches_on_and_one_who_needs_a_new_path_finds_it()
    {
        var port = LoopbackPort.Free();
        await using var relay = new UdpRelay(new IPEndPoint(Relay, port), new IPEndPoint(IPAddress.Loopback, port), new NetworkPath(seed: 1));
        var (host, setupLink) = await BroadcastHost.StartAsync(
            "--Media:Workers", "1", "--Media:ListenAddress", $"{IPAddress.Loopback}", "--Media:Port", $"{port}", "--Media:Tcp", "false",
            "--Media:AnnouncedAddresses:0", $"{IPAddress.Loopback}", "--Media:AnnouncedAddresses:1", $"{Relay}");
        await using var _ = host;
        await using var browser = await Chromium.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await browser.OpenAsync("organizer"), setupLink, "On the move", recorded: false);
        await webinar.PresentAsync(await browser.OpenAsync("presenter"));
        var viewer = new Viewer(await LimitedNetwork.OnlyToAsync(await browser.OpenAsync("viewer"), Relay));
        await viewer.JoinAsync(webinar.AudienceLink);
        var before = await LimitedNetwork.PathsAsync(viewer.Page);

        relay.MoveTo(Elsewhere);
        await WatchesOnAsync(viewer, "An address translator gave the viewer another address");
        Assert.Equal(before, await LimitedNetwork.PathsAsync(viewer.Page));

        relay.CutOff();
        await WatchesOnAsync(viewer, "The viewer's own address went away");
        Assert.NotEqual(before, await LimitedNetwork.PathsAsync(viewer.Page));
        Quiet.AssertAll(browser.Complaints, host.Complaints);
    }

    /// <summary>Without being asked for anything: the same page, by the same connection.</summary>
    private async Task WatchesOnAsync(Viewer viewer, string what)
    {
        var since = Stopwatch.StartNew();
        // What was underway is not what comes by the new way.
        await Task.Delay(TimeSpan.FromSeconds(1));
        var before = await FramesShownAsync(viewer);
        while (await FramesShownAsync(viewer) <= before + 5)
        {
            Assert.True(since.Elapsed < Patience, $"{what}, and the picture never moves again.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        output.WriteLine($"{what}: the picture moves after {since.Elapsed.TotalSeconds:F1} s");
        Assert.Equal([PlannedWebinar.PresenterName], await PageMedia.WaitAsync(() => viewer.LookAsync(seconds: 2), shown => shown is [PlannedWebinar.PresenterName]));
    }

    /// <summary>By the pictures on the page: what a connection has decoded is counted anew on a new path.</summary>
    private static Task<long> FramesShownAsync(Viewer viewer) => viewer.Page.EvaluateAsync<long>(
        "() => [...document.querySelectorAll('video')].reduce((sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames, 0)");
}
