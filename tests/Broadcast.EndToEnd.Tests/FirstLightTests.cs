using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestMedia;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>The whole main job through the real pages: a browser presents, browsers watch, the recording is downloaded.</summary>
public class FirstLightTests(ITestOutputHelper output)
{
    private const double WatchSeconds = 10;
    private const double RecordedFrameTolerance = 3;
    private static readonly TimeSpan LinkLife = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan RecordingPatience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_presenter_is_seen_and_heard_and_the_recording_is_downloaded()
    {
        var clip = await TestClip.MakeAsync();
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var audienceBrowser = await Chromium.StartAsync();

        try
        {
            await RunWebinarAsync(setupLink, stageBrowser, audienceBrowser);
        }
        catch
        {
            foreach (var line in (IEnumerable<string>)[.. stageBrowser.Complaints, .. audienceBrowser.Complaints, .. host.Log.TakeLast(40)])
                output.WriteLine(line);
            throw;
        }
        await host.StopAsync();
        Assert.Empty(stageBrowser.Complaints);
        Assert.DoesNotContain(audienceBrowser.Complaints, complaint => !IsExpectedRefusal(complaint));
        Assert.Empty(host.Complaints);
        Assert.Empty(host.ProcessesLeftBehind());
    }

    private async Task RunWebinarAsync(Uri setupLink, Chromium stageBrowser, Chromium audienceBrowser)
    {
        var organizer = new Organizer(await audienceBrowser.OpenAsync("organizer"));
        await organizer.SetUpAsync(setupLink);
        await organizer.CreateWebinarAsync("First light");
        var presenterLink = await organizer.CopyPresenterLinkAsync();
        var audienceLink = await organizer.CopyAudienceLinkAsync();
        var shortLivedLink = await organizer.ShortLivedLinkAsync();
        var expiry = Task.Delay(LinkLife);

        var presenter = new Presenter(await stageBrowser.OpenAsync("presenter"));
        await presenter.EnterStudioAsync(presenterLink, "Petra Presenter");
        var sourceSkewMs = await presenter.MeasureSourceSkewMsAsync();
        await presenter.GoLiveAsync();

        var first = new Viewer(await audienceBrowser.OpenAsync("first viewer"));
        var second = new Viewer(await audienceBrowser.OpenAsync("second viewer"));
        var firstFrameMs = new[] { await first.JoinAsync(audienceLink), await second.JoinAsync(audienceLink) };
        await WatchAsync(presenter, first, second);
        Figure("click to first frame", $"{firstFrameMs[0]:0} ms and {firstFrameMs[1]:0} ms");
        Assert.All(firstFrameMs, ms => Assert.InRange(ms, 0, 2_000));

        await RefuseBadLinksAsync(audienceBrowser, audienceLink, shortLivedLink, expiry);

        await organizer.EndWebinarAsync();
        await first.Page.GetByText("The webinar has ended").WaitForAsync();
        var live = await organizer.LiveSpanAsync();
        CheckRecording(await MediaAnalysis.OfAsync(await organizer.DownloadRecordingAsync(RecordingPatience)), live, sourceSkewMs);
    }

    private async Task WatchAsync(Presenter presenter, Viewer first, Viewer second)
    {
        var seen = await Task.WhenAll(
            StageProbe.WatchAsync(presenter.Page, WatchSeconds), StageProbe.WatchAsync(first.Page, WatchSeconds), StageProbe.WatchAsync(second.Page, WatchSeconds));
        foreach (var (viewer, name) in new[] { (seen[1], "first viewer"), (seen[2], "second viewer") })
        {
            var delay = StageProbe.MedianDelayMs(seen[0], viewer);
            Figure(name, $"{viewer.FramesPerSecond:0.0} frames/s, {viewer.Beeps} beeps in {viewer.Seconds:0} s, {viewer.Frames.Count} numbered frames, delay p50 {delay:0} ms");
            Assert.InRange(viewer.FramesPerSecond, 25, 35);
            Assert.InRange(viewer.Beeps, WatchSeconds - 2, WatchSeconds + 2);
            Assert.True(viewer.Frames.Count > 0.9 * viewer.Presented, "The frame numbers cannot be read.");
            Assert.InRange(delay, 0, 250);
        }
    }

    private static async Task RefuseBadLinksAsync(Chromium browser, Uri audienceLink, Uri shortLivedLink, Task expiry)
    {
        var third = new Viewer(await browser.OpenAsync(Stranger));
        var token = audienceLink.AbsolutePath.Split('/')[^1];
        var forged = token[..^2] + (token[^2] == 'A' ? 'B' : 'A') + token[^1];
        Assert.True(await third.IsRefusedAsync(new Uri(audienceLink, $"/watch/{forged}"), "This link does not work"));
        await expiry;
        Assert.True(await third.IsRefusedAsync(shortLivedLink, "This link has expired"));
    }

    private void CheckRecording(MediaAnalysis recording, TimeSpan live, double sourceSkewMs)
    {
        var offsets = recording.FlashToBeepMs().Select(ms => ms - sourceSkewMs).ToList();
        var atStart = offsets.Take(3).Average();
        var atEnd = offsets.TakeLast(3).Average();
        Figure("recording", $"{recording.Duration.TotalSeconds:0.00} s of {live.TotalSeconds:0.00} s live, {recording.Frames.Count} frames, longest gap {recording.LongestGapMs():0} ms");
        Figure("flash to beep", $"{atStart:0} ms at the start, {atEnd:0} ms at the end, against a source of {sourceSkewMs:0} ms");
        Assert.InRange((recording.Duration - live).TotalSeconds, -0.5, 0.5);
        Assert.True(recording.Flashes.Count >= live.TotalSeconds - RecordedFrameTolerance, "Flashes are missing.");
        Assert.InRange(atStart, -60, 60);
        Assert.InRange(atEnd, -60, 60);
        Assert.InRange(recording.LongestGapMs(), 0, 100);
        Assert.Equal("", recording.Errors);
    }

    private const string Stranger = "stranger";

    /// <summary>The browser itself notes the 401 that a bad link is answered with.</summary>
    private static bool IsExpectedRefusal(string complaint) =>
        complaint.StartsWith(Stranger, StringComparison.Ordinal) && complaint.Contains("401", StringComparison.Ordinal);

    private void Figure(string what, string figure) => output.WriteLine($"{what}: {figure}");
}
