using System.Globalization;
using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Finalising;
using Broadcast.Sfu.Primitives;
using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>What recording costs while it runs, how soon it can be watched after the end, and how fast videos are made.</summary>
internal static class RecordingBench
{
    private const int LiveSeconds = 20;
    private const int ComposedSeconds = 30;

    public static async Task RunAsync()
    {
        var h264 = await PresenterClip.H264Async();
        var vp8 = await PresenterClip.Vp8Async();
        Table.Header("live", "cpu % each", "written MB/s");
        var cpu = 0d;
        foreach (var presenters in (int[])[1, 4, 8])
            cpu = await MeasureLiveAsync(h264, presenters);
        Table.Header("after the end", "HLS s", "MP4 s");
        var ready = 0d;
        foreach (var minutes in (int[])[1, 10, 60])
            ready = await MeasureReadyAsync(h264, minutes);
        Table.Header("composition", "x real time");
        var single = await MeasureCompositionAsync("single", vp8, presenters: 1, new CompositionStyle());
        var grid = await MeasureCompositionAsync("grid of 4", vp8, presenters: 4, new CompositionStyle());
        await MeasureCompositionAsync("speaker of 4", vp8, presenters: 4, new CompositionStyle { Arrangement = Arrangement.Speaker });
        await MeasureCompositionAsync("single, 1080p", vp8, presenters: 1, new CompositionStyle { Height = 1080 });
        await MeasureCompositionAsync("single, H264", h264, presenters: 1, new CompositionStyle());
        Table.Json(new
        {
            bench = "recording",
            cpu_pct_per_presenter = Math.Round(cpu, 1),
            ready_after_end_s_60min = Math.Round(ready, 1),
            compose_x_realtime_single = Math.Round(single, 1),
            compose_x_realtime_grid4 = Math.Round(grid, 1),
        });
    }

    /// <returns>Percent of a core for each presenter: journal, packager, light and upload, the children's too.</returns>
    private static async Task<double> MeasureLiveAsync(PresenterClip clip, int presenters)
    {
        await using var host = await RecordingHost.StartAsync();
        var open = new List<(string Id, Sfu.Routing.IDirectSink Sink, Instant Start, LoopedPresenter Presenter)>();
        for (var i = 0; i < presenters; i++)
        {
            var (sink, start) = await host.BeginAsync($"r{i}");
            open.Add(($"r{i}", sink, start, new LoopedPresenter(clip, "ann", sink, start)));
            open[^1].Presenter.Open();
        }
        var (before, since) = (ProcessTime.Used(), TimeProvider.System.GetTimestamp());
        for (var tenth = 0; tenth < LiveSeconds * 10; tenth++)
        {
            foreach (var recording in open)
                recording.Presenter.Play(tenth);
            var wait = TimeSpan.FromSeconds((tenth + 1) / 10d) - TimeProvider.System.GetElapsedTime(since);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
        }
        var elapsed = TimeProvider.System.GetElapsedTime(since);
        var percent = 100 * (ProcessTime.Used() - before) / elapsed / presenters;
        var written = open.Sum(recording => new DirectoryInfo(host.Recorder.JournalDirectory(recording.Id)).EnumerateFiles("*.rtpj").Sum(file => file.Length));
        Table.Row(presenters, Number(percent), Number(written / elapsed.TotalSeconds / 1e6));
        foreach (var recording in open)
            recording.Sink.OnClosed(recording.Start.AddMilliseconds(LiveSeconds * 1_000));
        return percent;
    }

    /// <returns>Seconds from the end until the HLS is whole and stored.</returns>
    private static async Task<double> MeasureReadyAsync(PresenterClip clip, int minutes)
    {
        await using var host = await RecordingHost.StartAsync();
        var (sink, start) = await host.BeginAsync("r");
        var presenter = new LoopedPresenter(clip, "ann", sink, start);
        presenter.Open();
        await host.PlayAsync("r", presenter, minutes * 600);
        await WhenPackagedAsync(host, minutes);
        var end = TimeProvider.System.GetTimestamp();
        await host.EndAsync("r", sink, start.AddMilliseconds(minutes * 60_000L));
        while (!File.Exists(Path.Combine(host.Live.DirectoryOf("r"), "stored")))
            await Task.Delay(20);
        var ready = TimeProvider.System.GetElapsedTime(end).TotalSeconds;
        while (await host.FindAsync("r") is not { State: RecordingState.Ready or RecordingState.Failed })
            await Task.Delay(200);
        Table.Row($"{minutes} min", Number(ready), Number(TimeProvider.System.GetElapsedTime(end).TotalSeconds));
        return ready;
    }

    // A webinar does not last seconds: what is packaged while it runs has been packaged when it ends.
    private static async Task WhenPackagedAsync(RecordingHost host, int minutes)
    {
        const int segmentSeconds = 10;
        var wanted = minutes * 60 / segmentSeconds - 1;
        while (!Directory.Exists(host.Live.DirectoryOf("r"))
            || Directory.EnumerateFiles(host.Live.DirectoryOf("r")).Count(path => !path.EndsWith(".m3u8", StringComparison.Ordinal)) < wanted)
            await Task.Delay(100);
        var (files, still) = (-1, 0);
        while (still < 10)
        {
            var now = Directory.EnumerateFiles(host.Live.DirectoryOf("r")).Count();
            (files, still) = now == files ? (files, still + 1) : (now, 0);
            await Task.Delay(100);
        }
    }

    /// <returns>Seconds of video made in a second.</returns>
    private static async Task<double> MeasureCompositionAsync(string name, PresenterClip clip, int presenters, CompositionStyle style)
    {
        await using var host = await RecordingHost.StartAsync();
        var (sink, start) = await host.BeginAsync("r");
        for (var i = 0; i < presenters; i++)
        {
            var presenter = new LoopedPresenter(clip, $"p{i}", sink, start);
            presenter.Open();
            await host.PlayAsync("r", presenter, ComposedSeconds * 10);
        }
        sink.OnClosed(start.AddMilliseconds(ComposedSeconds * 1_000));
        await host.Recorder.WhenClosedAsync("r", CancellationToken.None);
        var work = Directory.CreateTempSubdirectory("broadcast-bench-work-").FullName;
        var finaliser = new RecordingFinaliser(new FFmpegOptions { Niceness = 0 });
        var manifest = await finaliser.FinaliseAsync(host.Recorder.JournalDirectory("r"), work, new Progress<double>(), CancellationToken.None);
        var since = TimeProvider.System.GetTimestamp();
        await finaliser.ComposeAsync(manifest, style, work, new Progress<double>(), CancellationToken.None);
        var speed = ComposedSeconds / TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        Table.Row(name, Number(speed));
        if (presenters == 1 && style.Height == 720)
            await MeasureFloorAsync(manifest, work, clip.VideoType);
        Directory.Delete(work, recursive: true);
        return speed;
    }

    /// <summary>The same picture by FFmpeg alone: copied, and encoded without anything around it.</summary>
    private static async Task MeasureFloorAsync(RecordingManifest manifest, string work, string codec)
    {
        var picture = manifest.Files.First(file => file.ContentType.StartsWith("video", StringComparison.Ordinal)).Path;
        foreach (var (name, options) in new[] { ("  ffmpeg copy", (string[])["-c", "copy"]), ("  x264 veryfast", ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23"]) })
        {
            var since = TimeProvider.System.GetTimestamp();
            await Tool.RunAsync("ffmpeg", ["-v", "error", "-y", "-nostdin", "-i", picture, .. options, Path.Combine(work, "floor.mkv")]);
            Table.Row($"{name} {codec[6..]}", Number(ComposedSeconds / TimeProvider.System.GetElapsedTime(since).TotalSeconds));
        }
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
