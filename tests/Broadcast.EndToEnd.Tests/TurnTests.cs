using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestHost.Servers;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>Media by way of a TURN server (RFC 8656), for networks that let nothing else through.</summary>
[Trait("Category", "Servers")]
public class TurnTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Relayed_over_udp_tcp_and_tls_a_presenter_is_seen()
    {
        await using var turn = await TurnServer.StartAsync();
        var (host, setupLink) = await BroadcastHost.StartAsync([.. turn.Settings]);
        await using var _ = host;
        await using var browser = await Chromium.StartAsync(flags: "--ignore-certificate-errors");
        var webinar = await PlannedWebinar.PlanAsync(await browser.OpenAsync("organizer"), setupLink, "By way of a relay", recorded: false);
        var presenter = await webinar.PresentAsync(await RelayedNetwork.AroundAsync(await browser.OpenAsync("presenter"), turn.Urls[^1]));

        foreach (var (url, way) in turn.Urls.Zip(["udp", "tcp", "tls"]))
        {
            var viewer = new Viewer(await RelayedNetwork.AroundAsync(await browser.OpenAsync($"viewer by {way}"), url));
            var firstFrameMs = await viewer.JoinAsync(webinar.AudienceLink);
            output.WriteLine($"relayed over {way}: first frame after {firstFrameMs:0} ms");
            Assert.Equal([$"relay {way}"], await RelayedNetwork.RelaysAsync(viewer.Page));
            Assert.Equal([PlannedWebinar.PresenterName], await viewer.LookAsync(seconds: 2));
        }
        Assert.Equal(["relay tls"], await RelayedNetwork.RelaysAsync(presenter.Page));
    }
}
