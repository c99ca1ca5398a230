using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestMedia;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>A presenter in H.264, and somebody in the audience whose browser does not decode it.</summary>
public class StandInTests(ITestOutputHelper output)
{
    private const double PromisedMs = 3_000;
    private const double HeldSeconds = 12;

    /// <summary>From the click to the first picture for who decodes it, on two cores that have nothing else to do; never more than that.</summary>
    private const double OrdinaryJoinMs = 1_000;

    /// <summary>Runs in a page before its own scripts: as if the browser had been built without other codecs.</summary>
    private const string DecodesVp8Alone = """
        const add = RTCPeerConnection.prototype.addTransceiver;
        RTCPeerConnection.prototype.addTransceiver = function (what, init) {
          const transceiver = add.call(this, what, init);
          if (what === 'video') transceiver.setCodecPreferences(RTCRtpReceiver.getCapabilities('video').codecs.filter(({ mimeType }) => /VP8|rtx/.test(mimeType)));
          return transceiver;
        };
        """;

    /// <summary>What the pictures of a page are encoded in that it sends, or receives and shows.</summary>
    private const string Codecs = """
        async type => {
          const found = new Set();
          for (const connection of window.connections) {
            const stats = await connection.getStats();
            for (const { type: is, kind, codecId, frameHeight, active } of stats.values()) {
              if (is === type && kind === 'video' && frameHeight > 0 && active !== false) found.add(`${stats.get(codecId)?.mimeType}`);
            }
          }
          return [...found].sort();
        }
        """;

    private const string Look = """
        const shown = [...document.querySelectorAll('[data-testid=stage-video]')];
        const frames = shown.map(() => 0);
        shown.forEach((video, i) => {
          const onFrame = () => { frames[i]++; video.requestVideoFrameCallback(onFrame); };
          video.requestVideoFrameCallback(onFrame);
        });
        await new Promise(resolve => setTimeout(resolve, 1000));
        return shown.map((video, i) => ({ who: video.getAttribute('aria-label'), on: video.dataset.on === 'true', lines: video.videoHeight, frames: frames[i] }));
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private const string Sent = "outbound-rtp";
    private const string Received = "inbound-rtp";
    private static readonly string[] H264Alone = ["video/H264"];
    private static readonly string[] Vp8Alone = ["video/VP8"];
    private static readonly string[] Both = ["video/H264", "video/VP8"];

    [Fact]
    public async Task Whoever_cannot_decode_the_picture_sees_it_within_three_seconds_and_it_is_sent_no_longer_than_that()
    {
        var clip = await TestClip.MakeAsync(ClipLook.Small);
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var audienceBrowser = await Chromium.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await audienceBrowser.OpenAsync("organizer"), setupLink, "For every browser");
        var presenter = await webinar.PresentAsync(await SlowCamera.OfAsync(await PageMedia.OfAsync(await stageBrowser.OpenAsync("presenter"))));
        var viewer = new Viewer(await PageMedia.OfAsync(await audienceBrowser.OpenAsync("viewer")));
        var joinedMs = await viewer.JoinAsync(webinar.AudienceLink);
        Assert.Equal(H264Alone, await UntilAsync(presenter.Page, Sent, H264Alone));

        var without = new Viewer(await PageMedia.OfAsync(await audienceBrowser.OpenAsync("viewer without H.264")));
        await without.Page.AddInitScriptAsync(DecodesVp8Alone);
        var waitedMs = await without.JoinAsync(webinar.AudienceLink);
        var bystander = await LoopbackCall.OpenPageAsync(stageBrowser, setupLink);
        var slowness = Math.Max((await LoopbackCall.MakeAsync(bystander)).Slowness, joinedMs / OrdinaryJoinMs);
        await bystander.CloseAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first picture {waitedMs:0} ms after the click without H.264, {joinedMs:0} ms with it, on a machine {slowness:0.0} times as slow as an idle one"));
        Assert.InRange(waitedMs, 0, PromisedMs * slowness);
        Assert.Equal(Vp8Alone, await UntilAsync(without.Page, Received, Vp8Alone));
        Assert.Equal(H264Alone, await UntilAsync(viewer.Page, Received, H264Alone));
        Assert.Equal([PlannedWebinar.PresenterName], await PageMedia.WaitAsync(() => without.LookAsync(seconds: 2), seen => seen is [PlannedWebinar.PresenterName]));
        Assert.Equal(Both, await UntilAsync(presenter.Page, Sent, Both));
        await PhotographAsync(without.Page, "stand-in-viewer");
        await PhotographAsync(presenter.Page, "stand-in-presenter");
        Assert.Equal(0, await presenter.Page.GetByText("without a decoder for your picture").CountAsync());

        await without.Page.CloseAsync();
        var left = Stopwatch.StartNew();
        Assert.Equal(H264Alone, await UntilAsync(presenter.Page, Sent, H264Alone));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sent no longer {left.Elapsed.TotalSeconds:0.0} s after its only viewer left"));
        Assert.InRange(left.Elapsed.TotalSeconds, 0, HeldSeconds * slowness);
        Assert.Equal([PlannedWebinar.PresenterName], await viewer.LookAsync(seconds: 2));

        await webinar.Organizer.EndWebinarAsync();
        await webinar.Organizer.WatchRecordingAsync();
        var tracks = (await webinar.Organizer.CertificateAsync()).GetProperty("tracks").EnumerateArray().Select(track => track.GetProperty("kind").GetString()).Order();
        Assert.Equal(["audio", "video"], tracks);
        Quiet.AssertAll(audienceBrowser.Complaints, stageBrowser.Complaints, host.Complaints);
    }

    [Fact]
    public async Task In_Firefox_as_it_is_shipped_camera_and_screen_are_seen_while_they_are_on()
    {
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var chromium = await Chromium.StartAsync();
        await using var firefox = await Firefox.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await chromium.OpenAsync("organizer"), setupLink, "For Firefox too", recorded: false);
        var presenter = await webinar.PresentAsync(await PageMedia.OfAsync(await chromium.OpenAsync("presenter")));
        var viewer = await firefox.OpenAsync(PageMedia.RememberConnections);
        await viewer.GoAsync(webinar.AudienceLink);
        await viewer.EnterAsync("Somebody", "Join webinar");

        await SeesAsync(viewer, "the camera", seen => seen is [{ On: true, Lines: 360, Frames: > 2 }]);
        await presenter.PressAsync("Share screen");
        await SeesAsync(viewer, "camera and screen", seen => seen is [{ On: true, Lines: > 0 }, { On: true, Lines: > 0 }]);
        await presenter.PressAsync("Stop sharing");
        await SeesAsync(viewer, "the camera again, alone", seen => seen is [{ On: true }]);
        await presenter.PressAsync("Turn camera off");
        await SeesAsync(viewer, "that the camera is off", seen => seen is [{ On: false }]);
        Assert.Empty(await UntilAsync(presenter.Page, Sent, []));
        await presenter.PressAsync("Turn camera on");
        await SeesAsync(viewer, "the camera once more", seen => seen is [{ On: true, Lines: 360, Frames: > 2 }]);
        foreach (var complaint in chromium.Complaints.Concat(host.Complaints))
            output.WriteLine(complaint);
    }

    private async Task SeesAsync(FirefoxPage viewer, string what, Func<Seen[], bool> expected)
    {
        var since = Stopwatch.StartNew();
        var seen = await PageMedia.WaitAsync(async () => (await viewer.EvaluateAsync(Look)).Deserialize<Seen[]>(Json)!, expected, seconds: 20);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Firefox sees {what} within {since.Elapsed.TotalSeconds:0.0} s: {string.Join(", ", seen.Select(each => each.ToString()))}"));
        Assert.True(expected(seen), $"Firefox does not see {what}. The page says: {await viewer.EvaluateAsync("return document.body.innerText;")}");
    }

    /// <param name="Frames">In a second.</param>
    private sealed record Seen(string Who, bool On, int Lines, int Frames);

    /// <summary>Looks until the page has pictures in these codecs.</summary>
    private static Task<string[]> UntilAsync(IPage page, string type, string[] codecs) =>
        PageMedia.WaitAsync(async () => (await page.EvaluateAsync<JsonElement>(Codecs, type)).Deserialize<string[]>()!, seen => seen.SequenceEqual(codecs));

    private static async Task PhotographAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BROADCAST_PICTURES") is { } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png"), FullPage = true });
    }
}
