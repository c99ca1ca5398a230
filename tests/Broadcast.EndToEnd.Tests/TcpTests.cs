using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>ICE-TCP (RFC 6544) in real browsers: neither who presents nor who watches can send UDP.</summary>
public class TcpTests(ITestOutputHelper output)
{
    private const double WatchSeconds = 4;

    /// <summary>Of the pictures sent, those that arrive meanwhile: what a busy machine does not send is not missed.</summary>
    private const double Share = 0.8;

    [Fact]
    public async Task Without_udp_a_presenter_is_seen_by_a_viewer()
    {
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync();
        await using var audienceBrowser = await Chromium.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await audienceBrowser.OpenAsync("organizer"), setupLink, "Behind a firewall", recorded: false);
        var presenter = await webinar.PresentAsync(await LimitedNetwork.WithoutUdpAsync(await stageBrowser.OpenAsync("presenter")));
        var viewer = new Viewer(await LimitedNetwork.WithoutUdpAsync(await audienceBrowser.OpenAsync("viewer")));
        var firstFrameMs = await viewer.JoinAsync(webinar.AudienceLink);

        var (sentBefore, receivedBefore) = (await FramesSentAsync(presenter), await FramesReceivedAsync(viewer));
        var shown = await viewer.LookAsync(WatchSeconds);
        var sent = (await FramesSentAsync(presenter)).Where(each => sentBefore.ContainsKey(each.Key)).Max(each => each.Value - sentBefore[each.Key]);
        var received = await FramesReceivedAsync(viewer) - receivedBefore;

        output.WriteLine($"first frame after {firstFrameMs:0} ms, {received} of {sent} frames arrive in {WatchSeconds:0} s");
        Assert.Equal(["tcp"], await LimitedNetwork.ProtocolsAsync(presenter.Page));
        Assert.Equal(["tcp"], await LimitedNetwork.ProtocolsAsync(viewer.Page));
        Assert.Equal([PlannedWebinar.PresenterName], shown);
        Assert.True(received >= Share * sent, $"Only {received} of {sent} frames arrive.");
        Quiet.AssertAll(stageBrowser.Complaints, audienceBrowser.Complaints, host.Complaints);
    }

    /// <summary>In each of the sizes that somebody watches, by its rid.</summary>
    private static async Task<IReadOnlyDictionary<string, long>> FramesSentAsync(Presenter presenter) =>
        (await PageMedia.SentAsync(presenter.Page)).Where(each => each is { Kind: "video", Active: true, FramesSent: > 0 }).ToDictionary(each => each.Rid!, each => each.FramesSent);

    private static async Task<long> FramesReceivedAsync(Viewer viewer) =>
        (await PageMedia.ReceivedAsync(viewer.Page)).Where(each => each.Kind == "video").Sum(each => each.FramesReceived);
}
