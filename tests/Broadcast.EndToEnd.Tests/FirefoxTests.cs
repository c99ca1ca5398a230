using System.Globalization;
using System.Text.Json;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>Chromium and Firefox on one stage and in one audience: everybody sees and hears everybody.</summary>
public class FirefoxTests(ITestOutputHelper output)
{
    private const string InChromium = "Carla in Chromium";
    private const string InFirefox = "Fritz in Firefox";

    /// <summary>
    /// Of each picture that is shown: whose it is, its size, how many frames came in two seconds, whether the page takes it for moving,
    /// and whether there is sound with it.
    /// </summary>
    private const string Look = """
        const shown = [...document.querySelectorAll('[data-testid=stage-video]')].filter(video => video.srcObject);
        const frames = shown.map(() => 0);
        shown.forEach((video, i) => {
          const onFrame = () => { frames[i]++; video.requestVideoFrameCallback(onFrame); };
          video.requestVideoFrameCallback(onFrame);
        });
        const energies = async () => {
          // Firefox does not always answer for a connection that is closed meanwhile.
          const open = [...window.connections].filter(connection => connection.connectionState !== 'closed');
          const reports = await Promise.all(open.map(connection => Promise.race([connection.getStats(), new Promise(resolve => setTimeout(resolve, 5000, new Map()))])));
          const sounds = reports.flatMap(report => [...report.values()]).filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
          return shown.map(({ srcObject }) => sounds.find(sound => sound.trackIdentifier === srcObject.getAudioTracks()[0]?.id)?.totalAudioEnergy ?? 0);
        };
        const before = await energies();
        await new Promise(resolve => setTimeout(resolve, 2000));
        const after = await energies();
        return shown.map((video, i) => ({
          who: video.getAttribute('aria-label'), lines: video.videoHeight, frames: frames[i], on: video.dataset.on === 'true', heard: after[i] > before[i] && !video.muted,
        }));
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record Seen(string Who, int Lines, int Frames, bool On, bool Heard)
    {
        public bool IsWhole => On && Lines > 0 && Frames > 2 && Heard;
    }

    [Fact]
    public async Task Presenters_and_viewers_in_both_browsers_see_each_other()
    {
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var chromium = await Chromium.StartAsync();
        await using var firefox = await Firefox.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await chromium.OpenAsync("organizer"), setupLink, "In every browser", h264: false, recorded: false);

        await webinar.PresentAsync(await chromium.OpenAsync("presenter"), InChromium);
        var fritz = await PresentInFirefoxAsync(firefox, webinar);
        var inChromium = new Viewer(await PageMedia.OfAsync(await chromium.OpenAsync("viewer")));
        await inChromium.JoinAsync(webinar.AudienceLink);
        var inFirefox = await firefox.OpenAsync(PageMedia.RememberConnections);
        await inFirefox.GoAsync(webinar.AudienceLink);
        await inFirefox.EnterAsync("Somebody", "Join webinar");

        await Task.WhenAll(
            ExpectBothAsync("Chromium", body => inChromium.Page.EvaluateAsync<JsonElement>($"async () => {{ {body} }}")),
            ExpectBothAsync("Firefox", inFirefox.EvaluateAsync));
        var sent = (await fritz.StreamsAsync("outbound-rtp")).Where(each => each.Kind == "video").ToList();
        foreach (var each in sent)
            output.WriteLine($"{InFirefox} sends {each.Rid}: {each.FramesEncoded} frames of {each.FrameHeight} lines");
        Assert.Equal(["r0", "r1", "r2"], sent.Select(each => each.Rid).Order());
        // A machine that is too busy is complained of, too.
        foreach (var complaint in chromium.Complaints.Concat(host.Complaints))
            output.WriteLine(complaint);
    }

    private static async Task<FirefoxPage> PresentInFirefoxAsync(Firefox firefox, PlannedWebinar webinar)
    {
        var presenter = await firefox.OpenAsync(PageMedia.RememberConnections);
        await presenter.GoAsync(webinar.PresenterLink);
        await presenter.EnterAsync(InFirefox, "Enter studio");
        await presenter.PressAsync("Go live");
        return presenter;
    }

    /// <summary>On a busy machine each has bad moments: who was seen and heard in one look need not be in the next.</summary>
    private async Task ExpectBothAsync(string viewer, Func<string, Task<JsonElement>> evaluate)
    {
        var whole = new SortedSet<string>(StringComparer.Ordinal);
        var last = await PageMedia.WaitAsync(
            async () =>
            {
                var seen = (await evaluate(Look)).Deserialize<Seen[]>(Json)!;
                whole.UnionWith(seen.Where(each => each.IsWhole).Select(each => each.Who));
                return seen;
            },
            _ => whole.Count == 2);
        foreach (var each in last)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{each.Who} is seen in {viewer}: {each.Lines} lines, {each.Frames / 2.0:0.0} frames/s{(each.On ? "" : ", and taken for frozen")}{(each.Heard ? "" : ", but not heard")}"));
        }
        Assert.True(whole.Count == 2, $"In {viewer} only {string.Join(", ", whole)} of both is seen and heard. The page says: {await evaluate("return document.body.innerText;")}");
    }
}
