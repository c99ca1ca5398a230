using System.Globalization;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestMedia;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>A presenter's camera and screen are sent in several sizes at once; a viewer on a good network and the recording get the largest.</summary>
public class LayersTests(ITestOutputHelper output)
{
    private const int Top = 720;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_camera_is_sent_in_three_sizes_and_the_largest_is_watched_and_recorded(bool h264)
    {
        var clip = await TestClip.MakeAsync();
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var audienceBrowser = await Chromium.StartAsync();
        var organizer = new Organizer(await audienceBrowser.OpenAsync("organizer"));
        await organizer.SetUpAsync(setupLink);
        await organizer.CreateWebinarAsync("In three sizes", h264);
        var presenter = new Presenter(await PageMedia.OfAsync(await stageBrowser.OpenAsync("presenter")));
        await presenter.EnterStudioAsync(await organizer.CopyPresenterLinkAsync(), "Petra Presenter");
        await presenter.GoLiveAsync();
        var viewer = new Viewer(await PageMedia.OfAsync(await audienceBrowser.OpenAsync("viewer")));
        await viewer.JoinAsync(await organizer.CopyAudienceLinkAsync());

        var sent = await PageMedia.WaitAsync(() => VideoSentAsync(presenter.Page), streams => streams.Count(IsSeen) == 3);
        var seen = await PageMedia.WaitAsync(() => PageMedia.ReceivedAsync(viewer.Page), streams => streams.Any(each => each.FrameHeight == Top));
        Tell("camera", sent);
        Tell("viewer", seen);
        Assert.Equal([Top / 4, Top / 2, Top], sent.Where(IsSeen).Select(each => each.FrameHeight).Order());
        Assert.Contains(seen, each => each.FrameHeight == Top);

        await presenter.PressAsync("Share screen");
        var screen = await PageMedia.WaitAsync(
            async () => (await VideoSentAsync(presenter.Page)).Where(each => each.Mid != sent[0].Mid).ToList(), streams => streams.Count(IsSeen) == 2);
        Tell("screen", screen);
        Assert.Equal(["r0", "r1"], screen.Where(IsSeen).Select(each => each.Rid).Order());
        await presenter.PressAsync("Stop sharing");
        await Task.Delay(TimeSpan.FromSeconds(5));

        await organizer.EndWebinarAsync();
        var recording = await MediaAnalysis.OfAsync(await organizer.DownloadRecordingAsync(TimeSpan.FromMinutes(3)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"recording: {recording.Duration.TotalSeconds:0.0} s, longest gap {recording.LongestGapMs():0} ms at {recording.LongestGapAt():0.0} s, errors '{recording.Errors}'"));
        Assert.Equal("", recording.Errors);
        Assert.Empty(audienceBrowser.Complaints.Concat(stageBrowser.Complaints).Concat(host.Complaints));
    }

    private static async Task<List<RtpStream>> VideoSentAsync(IPage page) =>
        [.. (await PageMedia.SentAsync(page)).Where(each => each.Kind == "video")];

    private static bool IsSeen(RtpStream stream) => stream is { FrameHeight: > 0, FramesEncoded: > 30 };

    private void Tell(string what, IEnumerable<RtpStream> streams)
    {
        foreach (var each in streams.Where(each => each.Kind == "video"))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what} {each.Rid}: {each.FrameHeight} lines, {each.FramesPerSecond} frames/s, {each.TargetBitrate / 1000:0} kbit/s, {each.ScalabilityMode}, limited by {each.QualityLimitationReason}, {each.ContentType}"));
        }
    }
}
