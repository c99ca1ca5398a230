using System.Diagnostics;
using System.Globalization;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestMedia;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>The recording while it is made: the light, pause and resume, and watching it as soon as the webinar has ended.</summary>
public class LiveRecordingTests(ITestOutputHelper output)
{
    private static readonly TimeSpan BeforePause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterPause = TimeSpan.FromSeconds(6);
    private const double ReadyAfterEndSeconds = 5;

    [Fact]
    public Task A_recording_is_checked_while_it_runs_paused_and_watched_right_after_the_end() => OnStageAsync(RunAsync);

    [Fact]
    public Task In_vp8_it_is_checked_and_watched_while_it_runs_and_right_after_the_end() => OnStageAsync(RunInVp8Async);

    private async Task OnStageAsync(Func<Uri, Chromium, Chromium, Task> play)
    {
        var clip = await TestClip.MakeAsync(ClipLook.Small);
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var organizerBrowser = await Chromium.StartAsync();
        try
        {
            await play(setupLink, stageBrowser, organizerBrowser);
        }
        catch
        {
            foreach (var line in (IEnumerable<string>)[.. stageBrowser.Complaints, .. organizerBrowser.Complaints, .. host.Log.TakeLast(40)])
                output.WriteLine(line);
            throw;
        }
        Quiet.AssertAll(organizerBrowser.Complaints, host.Complaints);
    }

    private async Task RunAsync(Uri setupLink, Chromium stageBrowser, Chromium organizerBrowser)
    {
        var webinar = await PlannedWebinar.PlanAsync(await organizerBrowser.OpenAsync("organizer"), setupLink, "While it is live");
        var organizer = webinar.Organizer;
        var presenter = await webinar.PresentAsync(await SlowCamera.OfAsync(await stageBrowser.OpenAsync("presenter")));

        await Task.WhenAll(
            Task.Delay(BeforePause),
            presenter.Page.GetByText("Recorded and checked").WaitForAsync(new() { Timeout = 40_000 }),
            organizer.Page.GetByText("picture and sound are there and in sync").WaitForAsync(new() { Timeout = 40_000 }));
        await PhotographAsync(organizer.Page, "organizer-live");
        await PhotographAsync(presenter.Page, "studio-live");

        await organizer.PressAsync("Pause recording");
        await presenter.Page.GetByText("Recording paused").WaitForAsync();
        await Task.Delay(Pause);
        await organizer.PressAsync("Resume recording");
        await presenter.Page.GetByText("Recording paused").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await Task.Delay(AfterPause);

        var machine = await LoopbackCall.MakeAsync(await LoopbackCall.OpenPageAsync(stageBrowser, setupLink));
        await organizer.EndWebinarAsync();
        var ended = Stopwatch.StartNew();
        var live = await organizer.LiveSpanAsync();
        var seconds = await organizer.WatchRecordingAsync();
        var readyAfter = ended.Elapsed;
        await organizer.Page.GetByText("What is in it").WaitForAsync();
        await PhotographAsync(organizer.Page, "recording-at-end");

        var stored = live - Pause;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ready {readyAfter.TotalSeconds:0.00} s after the end: {seconds:0.0} s of {live.TotalSeconds:0.0} s live, {Pause.TotalSeconds:0} s of them paused"));
        Assert.InRange(readyAfter.TotalSeconds, 0, machine.Slowness * ReadyAfterEndSeconds);
        Assert.InRange(seconds, stored.TotalSeconds - 3, stored.TotalSeconds + 2);
        await organizer.Page.GetByText("packets that were sent are in it").WaitForAsync();
    }

    private async Task RunInVp8Async(Uri setupLink, Chromium stageBrowser, Chromium organizerBrowser)
    {
        var webinar = await PlannedWebinar.PlanAsync(await organizerBrowser.OpenAsync("organizer"), setupLink, "While it is live", h264: false);
        var organizer = webinar.Organizer;
        await webinar.PresentAsync(await SlowCamera.OfAsync(await stageBrowser.OpenAsync("presenter")));
        await organizer.Page.GetByText("picture and sound are there and in sync").WaitForAsync(new() { Timeout = 40_000 });

        var page = organizer.Page;
        await organizer.WatchRecordingAsync("recording-");
        await PhotographAsync(page, "recording-vp8-live");
        await page.GoBackAsync();

        var machine = await LoopbackCall.MakeAsync(await LoopbackCall.OpenPageAsync(stageBrowser, setupLink));
        await organizer.EndWebinarAsync();
        var ended = Stopwatch.StartNew();
        var live = await organizer.LiveSpanAsync();
        var seconds = await organizer.WatchRecordingAsync("recording.webm");
        var readyAfter = ended.Elapsed;
        await page.GetByText("What is in it").WaitForAsync();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ready {readyAfter.TotalSeconds:0.00} s after the end: {seconds:0.0} s of {live.TotalSeconds:0.0} s live"));
        Assert.InRange(readyAfter.TotalSeconds, 0, machine.Slowness * ReadyAfterEndSeconds);
        Assert.InRange(seconds, live.TotalSeconds - 3, live.TotalSeconds + 2);
    }

    private static async Task PhotographAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BROADCAST_PICTURES") is { } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png"), FullPage = true });
    }
}
