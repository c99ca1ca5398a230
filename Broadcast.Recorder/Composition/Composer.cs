using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Finalising;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Composition;

/// <summary>
/// Makes one MP4 of a recording: pictures segment by segment, sound once for the whole. A single H.264 picture that lasts from start
/// to end is copied as it is.
/// </summary>
public sealed class Composer(FFmpegRunner ffmpeg, Canvas canvas, string workDirectory)
{
    public const string FileName = "recording.mp4";

    private const double PicturePercent = 90;

    /// <summary>How much of the start and end a copied picture may leave uncovered.</summary>
    private static readonly TimeSpan CopyTolerance = TimeSpan.FromSeconds(1);

    /// <summary>Whether there is a picture that can be copied as it is.</summary>
    public static bool CanCopy(RecordingManifest manifest) => CopyableTrack(manifest) is not null;

    /// <param name="mayCopy">False to render even what could be copied.</param>
    public async Task<MediaFile> ComposeAsync(RecordingManifest manifest, bool mayCopy, IProgress<double> progress, CancellationToken ct)
    {
        var path = Path.Combine(workDirectory, FileName);
        using var file = new AtomicFile(path);
        var command = mayCopy && CopyableTrack(manifest) is { } track
            ? new FFmpegCommand().KeepTimestamps().Input(track.File!.Path, "-to", FFmpegCommand.Seconds(manifest.Duration))
            : new FFmpegCommand().KeepTimestamps().Input(await RenderAsync(manifest, progress, ct).ConfigureAwait(false), "-f", "concat", "-safe", "0");
        var muxing = new Progress<double>(percent => progress.Report(PicturePercent + percent * (100 - PicturePercent) / 100));
        await ffmpeg.RunAsync(Mux(command, manifest).Output("mp4", file.TemporaryPath), manifest.Duration, muxing, ct).ConfigureAwait(false);
        file.Commit();
        var probe = await ffmpeg.ProbeAsync(path, ct).ConfigureAwait(false);
        return new MediaFile(path, "video/mp4", new FileInfo(path).Length, probe.Format.Length);
    }

    private static FFmpegCommand Mux(FFmpegCommand command, RecordingManifest manifest)
    {
        var sound = SoundMix.TracksOf(manifest);
        var first = command.Inputs;
        foreach (var track in sound)
            command.Input(track.File!.Path);
        return command
            .Graph(SoundMix.Graph(sound.Count, first, manifest.Duration))
            .Map("0:v").Map("[sound]")
            .Add("-c:v", "copy", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart");
    }

    /// <returns>The list of the rendered segments, for the concat demuxer.</returns>
    private async Task<string> RenderAsync(RecordingManifest manifest, IProgress<double> progress, CancellationToken ct)
    {
        var directory = Directory.CreateDirectory(Path.Combine(workDirectory, "segments")).FullName;
        var renderer = new SegmentRenderer(ffmpeg, canvas, directory);
        var segments = Layout.Plan(manifest, canvas);
        var total = segments.Sum(segment => segment.Frames);
        var lines = new List<string>();
        foreach (var segment in segments)
        {
            var part = new Progress<double>(percent =>
                progress.Report(PicturePercent * (segment.FirstFrame + segment.Frames * percent / 100) / total));
            var path = await renderer.RenderAsync(segment, part, ct).ConfigureAwait(false);
            lines.Add($"file '{path.Replace("'", @"'\''", StringComparison.Ordinal)}'");
            lines.Add($"duration {FFmpegCommand.Seconds(canvas.TimeOf(segment.Frames))}");
        }
        var list = Path.Combine(directory, "list.txt");
        await File.WriteAllLinesAsync(list, lines, ct).ConfigureAwait(false);
        return list;
    }

    /// <returns>Null if the picture has to be rendered.</returns>
    private static RecordedTrack? CopyableTrack(RecordingManifest manifest)
    {
        var shown = manifest.Tracks.Where(track => track.Kind == MediaKind.Video && track.File is not null).ToList();
        return shown is [var only]
            && CodecPayload.FromMimeType(only.Codec ?? "") == Codec.H264
            && only.IsUniform
            && only.Active is [var span]
            && span.Start <= CopyTolerance
            && manifest.Duration - span.End <= CopyTolerance
            && manifest.Duration - only.File!.Duration <= CopyTolerance
            ? only : null;
    }
}
