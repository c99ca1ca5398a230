using System.Diagnostics;
using System.Globalization;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestMedia;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>The recording while it is made: the light, pause and resume, and watching it as soon as the webinar has ended.</summary>
public class LiveRecordingTests(ITestOutputHelper output)
{
    private static readonly TimeSpan BeforePause = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AfterPause = TimeSpan.FromSeconds(10);
    private const double ReadyAfterEndSeconds = 5;

    [Fact]
    public async Task A_recording_is_checked_while_it_runs_paused_and_watched_right_after_the_end()
    {
        var clip = await TestClip.MakeAsync();
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var organizerBrowser = await Chromium.StartAsync();
        try
        {
            await RunAsync(setupLink, stageBrowser, organizerBrowser);
        }
        catch
        {
            foreach (var line in (IEnumerable<string>)[.. stageBrowser.Complaints, .. organizerBrowser.Complaints, .. host.Log.TakeLast(40)])
                output.WriteLine(line);
            throw;
        }
        Assert.Empty(organizerBrowser.Complaints);
        Assert.Empty(host.Complaints);
    }

    private async Task RunAsync(Uri setupLink, Chromium stageBrowser, Chromium organizerBrowser)
    {
        var organizer = new Organizer(await organizerBrowser.OpenAsync("organizer"));
        await organizer.SetUpAsync(setupLink);
        await organizer.CreateWebinarAsync("While it is live");
        var presenter = new Presenter(await stageBrowser.OpenAsync("presenter"));
        await presenter.EnterStudioAsync(await organizer.CopyPresenterLinkAsync(), "Petra Presenter");
        await presenter.GoLiveAsync();

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

        var watch = organizer.Page.GetByRole(AriaRole.Link, new() { Name = "Watch recording" }).Or(organizer.Page.GetByLabel("Watch recording")).First;
        await organizer.EndWebinarAsync();
        var ended = Stopwatch.StartNew();
        var live = await organizer.LiveSpanAsync();
        await watch.ClickAsync();
        var seconds = await PlayWholeAsync(organizer.Page);
        var readyAfter = ended.Elapsed;
        await organizer.Page.GetByText("What is in it").WaitForAsync();
        await PhotographAsync(organizer.Page, "recording-at-end");

        var stored = live - Pause;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ready {readyAfter.TotalSeconds:0.00} s after the end: {seconds:0.0} s of {live.TotalSeconds:0.0} s live, {Pause.TotalSeconds:0} s of them paused"));
        Assert.InRange(readyAfter.TotalSeconds, 0, ReadyAfterEndSeconds);
        Assert.InRange(seconds, stored.TotalSeconds - 3, stored.TotalSeconds + 2);
        await organizer.Page.GetByText("packets that were sent are in it").WaitForAsync();
    }

    /// <summary>Waits until the whole recording can be sought, and plays its last seconds.</summary>
    /// <returns>Its length in seconds.</returns>
    private static Task<double> PlayWholeAsync(IPage page) => page.EvaluateAsync<double>("""
        async () => {
          const until = async condition => { while (!condition()) await new Promise(resolve => setTimeout(resolve, 50)); };
          const video = () => document.querySelector('video[aria-label="Recording"]');
          await until(() => video() && video().readyState >= 2 && Number.isFinite(video().duration));
          const player = video();
          const last = player.duration;
          player.muted = true;
          await player.play();
          player.currentTime = last - 2;
          await until(() => player.currentTime > last - 1.5 && player.videoWidth > 0);
          return player.duration;
        }
        """);

    private static async Task PhotographAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BROADCAST_PICTURES") is { } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png"), FullPage = true });
    }
}
