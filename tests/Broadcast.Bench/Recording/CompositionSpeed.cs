using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Finalizing;
using Broadcast.Recorder.Manifest;
using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>How fast a video is made of a recording's tracks, sound and check included, and the same picture by FFmpeg alone.</summary>
internal static class CompositionSpeed
{
    private const int Seconds = 30;

    public static void Header() => Table.Header("composition", "x real time", "x264 alone", "copy alone");

    /// <returns>Seconds of video made in a second.</returns>
    public static async Task<double> MeasureAsync(string name, PresenterClip clip, int presenters, CompositionStyle style)
    {
        await using var host = await RecordingHost.StartAsync();
        var (sink, start) = await host.BeginAsync("r");
        for (var i = 0; i < presenters; i++)
        {
            var presenter = new LoopedPresenter(clip, $"p{i}", sink, start);
            presenter.Open();
            await host.PlayAsync("r", presenter, Seconds * 10);
        }
        sink.OnClosed(start.AddMilliseconds(Seconds * 1_000));
        await host.Recorder.WhenClosedAsync(new("r"), CancellationToken.None);
        var work = Directory.CreateTempSubdirectory("broadcast-bench-work-").FullName;
        try
        {
            var finalizer = new RecordingFinalizer();
            var manifest = await finalizer.FinalizeAsync(host.Recorder.JournalDirectory(new("r")), work, new Progress<double>(), CancellationToken.None);
            var speed = await SpeedOfAsync(() => finalizer.ComposeAsync(manifest, style, work, new Progress<double>(), CancellationToken.None));
            var (encoded, copied) = await FloorsAsync(manifest, style, work);
            Table.Row(name, $"{speed:0.0}", $"{encoded:0.0}", $"{copied:0}");
            return speed;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>One of the pictures at the height that is wanted, encoded without anything around it, and copied.</summary>
    private static async Task<(double Encoded, double Copied)> FloorsAsync(RecordingManifest manifest, CompositionStyle style, string work)
    {
        var picture = manifest.Files.First(file => file.ContentType.StartsWith("video", StringComparison.Ordinal)).Path;
        return (
            await RunAsync("-vf", $"scale=-2:{style.Height}", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23"),
            await RunAsync("-c", "copy"));

        Task<double> RunAsync(params string[] options) => SpeedOfAsync(() =>
            Tool.RunAsync("ffmpeg", ["-v", "error", "-y", "-nostdin", "-i", picture, .. options, Path.Combine(work, "floor.mkv")]));
    }

    private static async Task<double> SpeedOfAsync(Func<Task> work)
    {
        var since = TimeProvider.System.GetTimestamp();
        await work();
        return Seconds / TimeProvider.System.GetElapsedTime(since).TotalSeconds;
    }
}
