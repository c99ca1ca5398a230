using Broadcast.TestMedia;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests;

/// <summary>A headless Chromium of its own, with everything that it says kept.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
        "--allow-loopback-in-peer-connection", "--disable-features=WebRtcHideLocalIpsWithMdns", "--disable-renderer-backgrounding",
        "--disable-backgrounding-occluded-windows",
    ];

    /// <summary>Of Chromium's own test picture: enough to see that it moves, and half the work of the usual rate.</summary>
    private const int OwnFramesPerSecond = 15;

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly List<string> complaints = [];

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    /// <summary>Errors and warnings of the console, uncaught exceptions and failed requests, with the page that had them.</summary>
    public IReadOnlyList<string> Complaints
    {
        get { lock (complaints) return [.. complaints]; }
    }

    /// <param name="clip">What camera and microphone deliver; Chromium's own test picture when null.</param>
    /// <param name="flags">Further command-line flags.</param>
    public static Task<Chromium> StartAsync(TestClip? clip = null, params string[] flags) => StartAsync("/usr/bin/chromium", clip, flags);

    /// <param name="program">What starts it.</param>
    public static async Task<Chromium> StartAsync(string program, TestClip? clip, params string[] flags)
    {
        var playwright = await Playwright.CreateAsync();
        string[] devices = clip is null
            ? [$"--use-fake-device-for-media-stream=fps={OwnFramesPerSecond}"]
            : ["--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={clip.Video}", $"--use-file-for-fake-audio-capture={clip.Audio}"];
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = [.. Flags, .. devices, .. flags] });
        return new Chromium(playwright, browser);
    }

    /// <summary>A page with cookies and storage of its own, as another person would have.</summary>
    public async Task<IPage> OpenAsync(string person, int width = 960, int height = 640)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            Permissions = ["camera", "microphone", "clipboard-read", "clipboard-write"],
            AcceptDownloads = true,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complain($"{person}: console {message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => Complain($"{person}: uncaught {error}");
        page.RequestFailed += (_, request) =>
        {
            if (request.Failure != "net::ERR_ABORTED")
                Complain($"{person}: {request.Method} {request.Url} {request.Failure}");
        };
        return page;
    }

    /// <summary>Closes all pages; what they say while they close does not count.</summary>
    public Task CloseAsync() => browser.CloseAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        playwright.Dispose();
    }

    private void Complain(string complaint)
    {
        lock (complaints)
            complaints.Add(complaint);
    }
}
