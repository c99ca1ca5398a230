using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestMedia;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>A presenter in H.264, and somebody in the audience whose browser decodes VP8 alone.</summary>
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

    private const string Sent = "outbound-rtp";
    private const string Received = "inbound-rtp";
    private static readonly string[] H264Alone = ["video/H264"];
    private static readonly string[] Vp8Alone = ["video/VP8"];
    private static readonly string[] Both = ["video/H264", "video/VP8"];

    [Fact]
    public async Task Whoever_cannot_decode_the_picture_sees_it_within_three_seconds_and_it_is_sent_no_longer_than_that()
    {
        var clip = await TestClip.MakeAsync();
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var audienceBrowser = await Chromium.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await audienceBrowser.OpenAsync("organizer"), setupLink, "For every browser");
        var presenter = await webinar.PresentAsync(await PageMedia.OfAsync(await stageBrowser.OpenAsync("presenter")));
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
        Assert.Empty(audienceBrowser.Complaints.Concat(stageBrowser.Complaints).Concat(host.Complaints));
    }

    /// <summary>Looks until the page has pictures in these codecs.</summary>
    private static Task<string[]> UntilAsync(IPage page, string type, string[] codecs) =>
        PageMedia.WaitAsync(async () => (await page.EvaluateAsync<JsonElement>(Codecs, type)).Deserialize<string[]>()!, seen => seen.SequenceEqual(codecs));

    private static async Task PhotographAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BROADCAST_PICTURES") is { } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png"), FullPage = true });
    }
}
