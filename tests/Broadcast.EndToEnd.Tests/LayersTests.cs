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
    /// <summary>Of the middle size. A machine that is too busy makes each size somewhat smaller, never larger.</summary>
    private const int Middle = 360;
    private const int Small = 180;

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
        var webinar = await PlannedWebinar.PlanAsync(await audienceBrowser.OpenAsync("organizer"), setupLink, "In three sizes", h264, recorded: h264);
        var presenter = await webinar.PresentAsync(await SlowCamera.OfAsync(await PageMedia.OfAsync(await stageBrowser.OpenAsync("presenter"))));
        var viewer = new Viewer(await PageMedia.OfAsync(await audienceBrowser.OpenAsync("viewer")));
        await viewer.JoinAsync(webinar.AudienceLink);

        var sent = await PageMedia.WaitAsync(() => VideoSentAsync(presenter.Page), streams => streams.Count(IsSeen) == 3);
        Tell("camera", sent);
        Assert.Equal(["r0", "r1", "r2"], sent.Where(IsSeen).OrderBy(each => each.FrameHeight).Select(each => each.Rid));
        await SeesAsync(viewer, lines => lines > Middle, "the largest picture");

        await presenter.PressAsync("Share screen");
        var screen = await PageMedia.WaitAsync(
            async () => (await VideoSentAsync(presenter.Page)).Where(each => each.Mid != sent[0].Mid).ToList(), streams => streams.Count(IsSeen) == 2);
        Tell("screen", screen);
        Assert.Equal(["r0", "r1"], screen.Where(IsSeen).Select(each => each.Rid).Order());
        await presenter.PressAsync("Stop sharing");
        if (h264)
            await CheckRecordingAsync(webinar.Organizer);
        Quiet.AssertAll(audienceBrowser.Complaints, stageBrowser.Complaints, host.Complaints);
    }

    [Fact]
    public async Task A_viewer_gets_the_size_they_choose_and_what_nobody_wants_is_not_sent()
    {
        var clip = await TestClip.MakeAsync();
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var audienceBrowser = await Chromium.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await audienceBrowser.OpenAsync("organizer"), setupLink, "As you like it", recorded: false);
        var presenter = await webinar.PresentAsync(await SlowCamera.OfAsync(await PageMedia.OfAsync(await stageBrowser.OpenAsync("presenter"))));
        var viewer = new Viewer(await PageMedia.OfAsync(await audienceBrowser.OpenAsync("viewer", 1_600, 900)));
        await viewer.JoinAsync(webinar.AudienceLink);
        await SeesAsync(viewer, lines => lines > Middle, "the largest picture");

        await viewer.ChooseViewAsync("At most 180p");
        await SeesAsync(viewer, lines => lines is > 0 and <= Small, "the smallest picture");
        var sent = await PageMedia.WaitAsync(() => VideoSentAsync(presenter.Page), streams => streams.Count(each => each.Active == true) == 1);
        Tell("camera, with 180 lines wanted,", sent);
        Assert.Equal(["r0"], sent.Where(each => each.Active == true).Select(each => each.Rid));

        await viewer.ChooseViewAsync("Sound only");
        await viewer.Page.GetByText("You chose to listen only.").WaitForAsync();
        await viewer.ChooseViewAsync("Automatic");
        await SeesAsync(viewer, lines => lines > Middle, "the largest picture again");
        Assert.Equal([PlannedWebinar.PresenterName], await viewer.LookAsync(seconds: 2));
        Quiet.AssertAll(audienceBrowser.Complaints, stageBrowser.Complaints, host.Complaints);
    }

    private async Task CheckRecordingAsync(Organizer organizer)
    {
        await Task.Delay(TimeSpan.FromSeconds(5));
        await organizer.EndWebinarAsync();
        var recording = await MediaAnalysis.OfAsync(await organizer.DownloadRecordingAsync(TimeSpan.FromMinutes(3)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"recording: {recording.Duration.TotalSeconds:0.0} s, longest gap {recording.LongestGapMs():0} ms at {recording.LongestGapAt():0.0} s, errors '{recording.Errors}'"));
        Assert.Equal("", recording.Errors);
    }

    private async Task SeesAsync(Viewer viewer, Func<int, bool> expected, string what)
    {
        var seen = await PageMedia.WaitAsync(
            async () => (await PageMedia.ReceivedAsync(viewer.Page)).Where(each => each.Kind == "video").ToList(),
            streams => streams.Any(each => expected(each.FrameHeight)));
        Tell("viewer", seen);
        Assert.True(seen.Any(each => expected(each.FrameHeight)), $"The viewer does not get {what}.");
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
