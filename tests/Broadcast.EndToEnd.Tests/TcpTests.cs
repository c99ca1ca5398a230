using Broadcast.EndToEnd.Tests.FirstLight;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestMedia;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>ICE-TCP (RFC 6544) in real browsers: neither who presents nor who watches can send UDP.</summary>
public class TcpTests(ITestOutputHelper output)
{
    private const double WatchSeconds = 4;

    [Fact]
    public async Task Without_udp_a_presenter_is_seen_by_a_viewer()
    {
        var clip = await TestClip.MakeAsync();
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var audienceBrowser = await Chromium.StartAsync();
        var organizer = new Organizer(await audienceBrowser.OpenAsync("organizer"));
        await organizer.SetUpAsync(setupLink);
        await organizer.CreateWebinarAsync("Behind a firewall");
        var presenter = new Presenter(await NetworkWithoutUdp.AroundAsync(await stageBrowser.OpenAsync("presenter")));
        await presenter.EnterStudioAsync(await organizer.CopyPresenterLinkAsync(), "Petra Presenter");
        await SourceWatch.BeginAsync(presenter.Page);
        await presenter.GoLiveAsync();
        var viewer = new Viewer(await NetworkWithoutUdp.AroundAsync(await audienceBrowser.OpenAsync("viewer")));
        var firstFrameMs = await viewer.JoinAsync(await organizer.CopyAudienceLinkAsync());

        var seen = await StageProbe.WatchAsync(viewer.Page, WatchSeconds);
        var source = await SourceWatch.ReadAsync(presenter.Page);
        var camera = source.FramesPerSecond(seen);
        var machine = await LoopbackCall.MakeAsync(await LoopbackCall.OpenPageAsync(stageBrowser, host.Address));

        output.WriteLine(
            $"first frame after {firstFrameMs:0} ms, {seen.FramesPerSecond:0.0} frames/s of the camera's {camera:0.0} and the machine's {machine.FramesPerSecond:0.0}, delay p50 {StageProbe.MedianDelayMs(source, seen):0} ms");
        Assert.Equal(["tcp"], await NetworkWithoutUdp.ProtocolsAsync(presenter.Page));
        Assert.Equal(["tcp"], await NetworkWithoutUdp.ProtocolsAsync(viewer.Page));
        Assert.True(seen.FramesPerSecond >= FirstLightLimits.On(machine, camera).FramesPerSecond, "The viewer does not see what the camera gives.");
        Assert.Empty(stageBrowser.Complaints.Concat(audienceBrowser.Complaints).Concat(host.Complaints));
    }
}
