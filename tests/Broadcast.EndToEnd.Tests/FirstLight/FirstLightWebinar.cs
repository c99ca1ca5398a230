using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestMedia;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests.FirstLight;

/// <summary>The whole main job through the real pages: a browser presents, browsers watch, the recording is downloaded.</summary>
internal sealed class FirstLightWebinar(ITestOutputHelper output)
{
    private const double WatchSeconds = 10;

    /// <summary>In its first moments a browser finds out what the network takes, and may leave out pictures that the camera gave.</summary>
    private const double SettledSeconds = 2;
    private const double FrameMs = 1000.0 / TestClip.FramesPerSecond;

    private static readonly TimeSpan LinkLife = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan RecordingPatience = TimeSpan.FromMinutes(3);

    private readonly List<string> failures = [];

    /// <summary>What is wrong, other than figures, which have limits of their own.</summary>
    public IReadOnlyList<string> Failures => failures;

    public async Task<FirstLightFigures> RunAsync()
    {
        var clip = await TestClip.MakeAsync();
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var stageBrowser = await Chromium.StartAsync(clip);
        await using var audienceBrowser = await Chromium.StartAsync();

        FirstLightFigures figures;
        try
        {
            figures = await RunWebinarAsync(setupLink, stageBrowser, audienceBrowser);
        }
        catch
        {
            foreach (var line in (IEnumerable<string>)[.. stageBrowser.Complaints, .. audienceBrowser.Complaints, .. host.Log.TakeLast(40)])
                output.WriteLine(line);
            throw;
        }
        await stageBrowser.CloseAsync();
        await audienceBrowser.CloseAsync();
        await host.StopAsync();
        var complaints = stageBrowser.Complaints.Concat(audienceBrowser.Complaints).Where(complaint => !IsExpectedRefusal(complaint)).Concat(host.Complaints);
        Expect(!complaints.Any(), $"The logs have errors: {string.Join("; ", complaints)}");
        Expect(host.ProcessesLeftBehind().Count == 0, $"Processes are left behind: {string.Join("; ", host.ProcessesLeftBehind())}");
        foreach (var line in figures.Lines)
            output.WriteLine(line);
        return figures;
    }

    private async Task<FirstLightFigures> RunWebinarAsync(Uri setupLink, Chromium stageBrowser, Chromium audienceBrowser)
    {
        var webinar = await PlannedWebinar.PlanAsync(await audienceBrowser.OpenAsync("organizer"), setupLink, "First light");
        var (organizer, audienceLink) = (webinar.Organizer, webinar.AudienceLink);
        var shortLivedLink = await organizer.ShortLivedLinkAsync();
        var expiry = Task.Delay(LinkLife);

        var presenter = await webinar.EnterStudioAsync(await stageBrowser.OpenAsync("presenter"));
        var bystander = await LoopbackCall.OpenPageAsync(stageBrowser, setupLink);
        var machine = await LoopbackCall.MakeAsync(bystander);
        await SourceWatch.BeginAsync(presenter.Page);
        await presenter.GoLiveAsync();

        var first = new Viewer(await audienceBrowser.OpenAsync("first viewer"));
        var second = new Viewer(await LimitedNetwork.WithoutUdpAsync(await audienceBrowser.OpenAsync("viewer without UDP")));
        var firstFrameMs = new[] { await first.JoinAsync(audienceLink), await second.JoinAsync(audienceLink) };
        var viewers = await WatchAsync(presenter, (first, "first viewer", firstFrameMs[0]), (second, "viewer without UDP", firstFrameMs[1]));
        Expect(await LimitedNetwork.ProtocolsAsync(second.Page) is ["tcp"], "The viewer without UDP is not served by TCP.");
        machine = machine.Worse(await LoopbackCall.MakeAsync(bystander));

        await RefuseBadLinksAsync(audienceBrowser, audienceLink, shortLivedLink, expiry);

        await organizer.EndWebinarAsync();
        await first.Page.GetByText("The webinar has ended").WaitForAsync();
        var live = await organizer.LiveSpanAsync();
        var source = await SourceWatch.ReadAsync(presenter.Page);
        CheckRecording(await MediaAnalysis.OfAsync(await organizer.DownloadRecordingAsync(RecordingPatience)), live, source);
        return new FirstLightFigures(machine, viewers);
    }

    private async Task<ViewerFigures[]> WatchAsync(Presenter presenter, params (Viewer Viewer, string Name, double FirstFrameMs)[] people)
    {
        var seen = await Task.WhenAll(people.Select(person => StageProbe.WatchAsync(person.Viewer.Page, WatchSeconds)));
        var source = await SourceWatch.ReadAsync(presenter.Page);
        return [.. people.Zip(seen, (person, saw) =>
        {
            Expect(saw.Frames.Count > 0.9 * saw.Presented, $"The {person.Name}'s frame numbers cannot be read.");
            return new ViewerFigures(
                person.Name, person.FirstFrameMs, saw.FramesPerSecond, source.FramesPerSecond(saw), StageProbe.MedianDelayMs(source, saw),
                saw.Beeps, source.BeepsDuring(saw));
        })];
    }

    private async Task RefuseBadLinksAsync(Chromium browser, Uri audienceLink, Uri shortLivedLink, Task expiry)
    {
        var third = new Viewer(await browser.OpenAsync(Stranger));
        var token = audienceLink.AbsolutePath.Split('/')[^1];
        var forged = token[..^2] + (token[^2] == 'A' ? 'B' : 'A') + token[^1];
        Expect(await third.IsRefusedAsync(new Uri(audienceLink, $"/watch/{forged}"), "This link does not work"), "A forged link plays media.");
        await expiry;
        Expect(await third.IsRefusedAsync(shortLivedLink, "This link has expired"), "An expired link plays media.");
    }

    private void CheckRecording(MediaAnalysis recording, TimeSpan live, SourceWatch source)
    {
        var offsets = source.AddedOffsetsMs(recording);
        var atStart = Median(offsets.Take(5));
        var atEnd = Median(offsets.TakeLast(5));
        Figure("recording", $"{recording.Duration.TotalSeconds:0.00} s of {live.TotalSeconds:0.00} s live, {recording.Frames.Count} frames, longest gap {recording.LongestGapMs():0} ms at {recording.LongestGapAt():0.0} s, {source.LongestGapMs():0} ms at the source");
        Figure("flash to beep", $"{atStart:0} ms at the start, {atEnd:0} ms at the end, added to the source's own over {offsets.Count} seconds");
        Expect(Math.Abs((recording.Duration - live).TotalSeconds) <= 0.5, "The recording is not as long as the webinar.");
        Expect(offsets.Count >= live.TotalSeconds / 2, $"Only {offsets.Count} of {live.TotalSeconds:0} s are found in the recording.");
        Expect(Math.Abs(atStart) <= 60 && Math.Abs(atEnd) <= 60, "Sound and picture of the recording are not in sync.");
        Expect(recording.LongestGapMs(afterSeconds: SettledSeconds) <= Math.Max(100, source.LongestGapMs() + FrameMs), "The recording's picture stands still for more than 100 ms, and longer than the camera's.");
        Expect(recording.Errors == "", $"The recording does not decode cleanly: {recording.Errors}");
    }

    private const string Stranger = "stranger";

    /// <summary>A beep that was missed once compares with the next one, a second away; the median is not moved by it.</summary>
    private static double Median(IEnumerable<double> values) => values.Order().ToList() is { Count: > 0 } sorted ? sorted[sorted.Count / 2] : double.NaN;

    /// <summary>The browser itself notes the 401 that a bad link is answered with.</summary>
    private static bool IsExpectedRefusal(string complaint) =>
        complaint.StartsWith(Stranger, StringComparison.Ordinal) && complaint.Contains("401", StringComparison.Ordinal);

    /// <summary>Notes what is wrong and goes on, so that one run tells everything.</summary>
    private void Expect(bool isTrue, string otherwise)
    {
        if (!isTrue)
            failures.Add(otherwise);
    }

    private void Figure(string what, string figure) => output.WriteLine($"{what}: {figure}");
}
