using Microsoft.Playwright;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>A Chromium that plays files: to their end, and from the middle.</summary>
public sealed class VideoPlayback : IAsyncLifetime
{
    private const string Play = """
        async () => {
          const video = document.querySelector('video');
          if (!video) return 'the file is no video';
          const ended = new Promise((resolve, reject) => {
            video.onended = () => resolve();
            video.onerror = () => reject(new Error(video.error?.message ?? 'error'));
          });
          video.muted = true;
          video.currentTime = video.duration / 2;
          await new Promise((resolve) => { video.onseeked = resolve; });
          video.currentTime = 0;
          video.playbackRate = 8;
          try { await video.play(); await ended; } catch (error) { return String(error); }
          const { totalVideoFrames } = video.getVideoPlaybackQuality();
          return totalVideoFrames > 0 ? null : 'no picture was shown';
        }
        """;

    private const string Size = """
        async () => {
          const video = document.querySelector('video');
          while (video.videoWidth === 0) await new Promise((resolve) => { video.onresize = resolve; });
          return [video.videoWidth, video.videoHeight];
        }
        """;

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--autoplay-policy=no-user-gesture-required"],
        });
    }

    /// <returns>What was wrong; null if it played.</returns>
    public async Task<string?> PlayAsync(string path)
    {
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        try
        {
            await page.GotoAsync($"file://{path}");
            return await page.EvaluateAsync<string?>(Play);
        }
        catch (PlaywrightException failure)
        {
            return failure.Message;
        }
        finally
        {
            await page.CloseAsync();
        }
    }

    /// <returns>Pixels, as the picture is shown.</returns>
    public async Task<(int Width, int Height)> SizeOfAsync(string path)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"file://{path}");
        return await page.EvaluateAsync<int[]>(Size) is [var width, var height] ? (width, height) : default;
    }

    public async Task DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }
}
