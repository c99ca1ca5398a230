using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.EndToEnd.Tests.Webinar;
using Broadcast.TestHost;
using Broadcast.TestMedia;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>
/// A whole webinar of ten minutes (or MINUTES) with two presenters through the real pages, and what its recording shows of it. Too long
/// for the daily suites: <c>make test-webinar</c>.
/// </summary>
[Trait("Suite", "Webinar")]
public class WebinarTests(ITestOutputHelper output)
{
    private const double ReadyAfterEndSeconds = 5;
    private const double DurationToleranceSeconds = 0.1;
    private const double MarkerToleranceSeconds = 2;

    private static readonly TimeSpan RecordingPatience = TimeSpan.FromMinutes(30);

    private readonly List<string> failures = [];

    [Fact]
    public async Task A_long_webinar_of_two_presenters_is_recorded_as_it_was()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable("MINUTES") is { Length: > 0 } chosen ? chosen : "10", CultureInfo.InvariantCulture);
        await Task.WhenAll(TestClip.MakeAsync(Cast.Anna.Look), TestClip.MakeAsync(Cast.Bert.Look));
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var audienceBrowser = await Chromium.StartAsync();
        var photographs = new Photographs();
        Say($"pictures of this run: {photographs.Directory}");
        var organizer = new Organizer(await audienceBrowser.OpenAsync("organizer", 1280, 800));
        var viewer = new Viewer(await audienceBrowser.OpenAsync("viewer", 1280, 800));
        await using var webinar = new LongWebinar(organizer, viewer, photographs, minutes / 10);
        try
        {
            await RunAsync(setupLink, organizer, webinar, photographs);
        }
        catch
        {
            foreach (var line in (IEnumerable<string>)[.. webinar.Complaints, .. audienceBrowser.Complaints, .. host.Log.TakeLast(40)])
                Say(line);
            throw;
        }
        await webinar.CloseAsync();
        await audienceBrowser.CloseAsync();
        await host.StopAsync();
        foreach (var complaint in webinar.Complaints.Concat(audienceBrowser.Complaints).Concat(host.Complaints))
            failures.Add($"in a log: {complaint}");
        foreach (var left in host.ProcessesLeftBehind())
            failures.Add($"left behind: {left}");
        if (failures.Count > 0)
            Say($"journals of this run: {photographs.Keep(host.DataDirectory)}");
        foreach (var failure in failures)
            Say($"FAILED: {failure}");
        Assert.Empty(failures);
    }

    private async Task RunAsync(Uri setupLink, Organizer organizer, LongWebinar webinar, Photographs photographs)
    {
        await organizer.SetUpAsync(setupLink);
        await organizer.CreateWebinarAsync("Ten minutes on stage");
        await photographs.TakeAsync(organizer.Page, "organizer-before");
        var (presenterLink, audienceLink) = (await organizer.CopyPresenterLinkAsync(), await organizer.CopyAudienceLinkAsync());
        await using (var light = new LightWatch(organizer))
        {
            light.Begin();
            await webinar.PlayAsync(presenterLink, audienceLink);
            Report(light);
        }
        await organizer.EndWebinarAsync();
        var ended = Stopwatch.StartNew();
        var live = await organizer.LiveSpanAsync();
        var seconds = await organizer.WatchRecordingAsync();
        var readyAfter = ended.Elapsed.TotalSeconds;
        Say($"live part over: {live.TotalSeconds:0.00} s");
        Figure("watched after the end", $"{seconds:0.0} s of {live.TotalSeconds:0.0} s, {readyAfter:0.00} s after it");
        Expect(readyAfter <= ReadyAfterEndSeconds, $"The recording cannot be watched {ReadyAfterEndSeconds} s after the end.");
        Expect(Math.Abs(seconds - live.TotalSeconds) <= 3, "What can be watched at once is not the whole webinar.");
        await photographs.TakeAsync(organizer.Page, "recording-at-end");

        ReportCertificate(await organizer.CertificateAsync());
        var made = Stopwatch.StartNew();
        var path = photographs.PathOf("recording.mp4");
        File.Copy(await organizer.DownloadRecordingAsync(RecordingPatience), path, overwrite: true);
        Figure("video made", $"{made.Elapsed.TotalSeconds:0} s after that");
        await photographs.TakeAsync(organizer.Page, "recording-ready");
        var startedAt = (await organizer.RecordingAsync()).GetProperty("startedAt").GetDateTimeOffset();
        ReportFile(await VideoFile.OfAsync(path), live, (webinar.MarkedAt - startedAt).TotalSeconds);
        var inspection = await RecordingInspection.OfAsync(path, startedAt, webinar.Stretches);
        Report(inspection);
        foreach (var (stretch, i) in webinar.Stretches.Select((stretch, i) => (stretch, i)))
            await PhotographAsync(path, inspection.MiddleOf(stretch), photographs.PathOf($"frame-{i:00}-{stretch.Scene.Name.Replace(' ', '-')}.png"));
    }

    private void Report(LightWatch light)
    {
        foreach (var reading in light.Readings)
            Say($"light {reading.At:HH:mm:ss} {reading.Light}: {reading.Sentence}");
        Expect(light.Readings.Any(reading => reading.Light == "green"), "The light was never green.");
        Expect(light.Readings.All(reading => reading.Light != "red"), "The light was red.");
    }

    private void ReportCertificate(JsonElement certificate)
    {
        long expected = 0, missing = 0;
        foreach (var track in certificate.GetProperty("tracks").EnumerateArray())
        {
            expected += track.GetProperty("packetsExpected").GetInt64();
            missing += track.GetProperty("packetsMissing").GetInt64();
            if (track.GetProperty("packetsMissing").GetInt64() > 0)
                Say($"packets missing: {track}");
        }
        Figure("certificate", $"{missing} of {expected} packets missing, {certificate.GetProperty("tracks").GetArrayLength()} tracks");
        Expect(missing == 0, "Packets are missing though nothing was lost on the way.");
    }

    private void ReportFile(VideoFile file, TimeSpan live, double markedAt)
    {
        Figure("file", $"{file.Seconds:0.000} s of {live.TotalSeconds:0.000} s live, {file.VideoCodec} {file.Width}x{file.Height} and {file.AudioCodec}, {file.Times.Count} pictures, {file.UnevennessMs(30):0.0} ms off 30 a second");
        Expect(Math.Abs(file.Seconds - live.TotalSeconds) <= DurationToleranceSeconds, "The recording is not as long as the webinar was.");
        Expect(file is { VideoCodec: "h264", AudioCodec: "aac" }, "The recording is not H.264 and AAC.");
        Expect(file.UnevennessMs(30) < 2, "The recording has not 30 pictures a second throughout.");
        Expect(file.IsFastStart, "The index of the file comes after its media.");
        foreach (var (start, title) in file.Chapters)
            Figure("chapter", $"{start:0.0} s {title}");
        Expect(file.Chapters.Any(chapter => chapter.Title == LongWebinar.MarkerLabel && Math.Abs(chapter.Start - markedAt) < MarkerToleranceSeconds), "The marker is no chapter.");
        Expect(file.Chapters.Any(chapter => chapter.Title == $"Shared screen of {Cast.Bert.Name}"), "The shared screen is no chapter.");
    }

    private void Report(RecordingInspection inspection)
    {
        Say($"{"scene",-20} {"from",6} {"to",6}  {"seen",-32} {"still",6} {"light",5}  heard: Anna, Bert");
        foreach (var scene in inspection.Scenes())
        {
            Say($"{scene.Name,-20} {scene.From,6:0.0} {scene.To,6:0.0}  {scene.Seen,-32} {scene.FrozenSeconds,6:0.00} {scene.Light,5}  {scene.Heard}");
            failures.AddRange(scene.Wrong.Select(wrong => $"{scene.Name}: {wrong}"));
        }
        foreach (var sync in inspection.Sync())
        {
            Figure($"sync, {sync.Where}, {sync.Who}", $"{sync.MedianMs:0} ms added ({sync.LeastMs:0} to {sync.MostMs:0}), {sync.Seconds} seconds");
            Expect(sync.IsGood, $"{sync.Who} is not in sync: {sync.Where}.");
        }
    }

    private static async Task PhotographAsync(string video, double at, string path) =>
        await Tool.RunAsync("ffmpeg", ["-v", "error", "-nostdin", "-y", "-ss", at.ToString(CultureInfo.InvariantCulture), "-i", video, "-frames:v", "1", path]);

    /// <summary>Notes what is wrong and goes on, so that one run tells everything.</summary>
    private void Expect(bool isTrue, string otherwise)
    {
        if (!isTrue)
            failures.Add(otherwise);
    }

    private void Figure(string what, FormattableString figure) => Say($"{what}: {FormattableString.Invariant(figure)}");

    /// <summary>At once, because the run is long; and with the result.</summary>
    private void Say(FormattableString line) => Say(FormattableString.Invariant(line));

    private void Say(string line)
    {
        Console.WriteLine(line);
        output.WriteLine(line);
    }
}
