using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Composition;

/// <summary>
/// Makes one MP4 of a recording: sound once for the whole, pictures segment by segment. A single H.264 picture that lasts from start
/// to end and stands upright is copied as it is.
/// </summary>
internal sealed class Composer(FFmpegRunner ffmpeg, RecordingManifest manifest, CompositionStyle style, string workDirectory)
{
    public const string FileName = "recording.mp4";

    private const double SoundPercent = 8;
    private const double PicturePercent = 97;

    /// <summary>How much of the start and end a copied picture may leave uncovered.</summary>
    private static readonly TimeSpan CopyTolerance = TimeSpan.FromSeconds(1);

    /// <summary>Whether there is a picture that can be copied as it is.</summary>
    public bool CanCopy => CopyableTrack() is not null;

    /// <param name="mayCopy">False to render even what could be copied.</param>
    public async Task<MediaFile> ComposeAsync(bool mayCopy, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var sound = await new SoundTrack(ffmpeg, workDirectory).MakeAsync(manifest, Part(progress, 0, SoundPercent), cancellationToken);
        var path = Path.Combine(workDirectory, FileName);
        using var file = new AtomicFile(path);
        var command = mayCopy && CopyableTrack() is { } track
            ? new FFmpegCommand().KeepTimestamps().Input(track.File!.Path, "-to", FFmpegCommand.Seconds(manifest.Duration))
            : new FFmpegCommand().KeepTimestamps().Input(await RenderAsync(progress, cancellationToken), "-f", "concat", "-safe", "0");
        command = Mux(command, sound).Output("mp4", file.TemporaryPath);
        await ffmpeg.RunAsync(command, manifest.Duration, Part(progress, PicturePercent, 100), cancellationToken);
        file.Commit();
        var probe = await ffmpeg.ProbeAsync(path, cancellationToken);
        return new MediaFile(path, "video/mp4", new FileInfo(path).Length, probe.Length);
    }

    private FFmpegCommand Mux(FFmpegCommand command, MediaFile sound)
    {
        command.Input(sound.Path).Input(ChaptersFile(), "-f", "ffmetadata");
        return command
            .Map("0:v").Map("1:a")
            .Add("-map_metadata", "2", "-map_chapters", "2", "-c", "copy", "-movflags", "+faststart");
    }

    private string ChaptersFile()
    {
        var path = Path.Combine(workDirectory, "chapters.txt");
        File.WriteAllText(path, Chapters.ToMetadata(Chapters.Of(manifest)));
        return path;
    }

    /// <returns>The list of the rendered segments, for the concat demuxer.</returns>
    private async Task<string> RenderAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(Path.Combine(workDirectory, "segments")).FullName;
        var renderer = new SegmentRenderer(ffmpeg, style, directory);
        var segments = Layout.Plan(manifest, style);
        var share = (PicturePercent - SoundPercent) / segments.Sum(segment => segment.Frames);
        var lines = new List<string>();
        foreach (var segment in segments)
        {
            var from = SoundPercent + share * segment.FirstFrame;
            var path = await renderer.RenderAsync(segment, Part(progress, from, from + share * segment.Frames), cancellationToken);
            lines.Add($"file '{path.Replace("'", @"'\''", StringComparison.Ordinal)}'");
            lines.Add($"duration {FFmpegCommand.Seconds(style.Canvas.TimeOf(segment.Frames))}");
        }
        var list = Path.Combine(directory, "list.txt");
        await File.WriteAllLinesAsync(list, lines, cancellationToken);
        return list;
    }

    /// <returns>Null if the picture has to be rendered.</returns>
    private RecordedTrack? CopyableTrack()
    {
        if (style is not { Title: null, Logo: null })
            return null;
        var shown = manifest.Tracks.Where(track => track.Kind == MediaKind.Video && track.File is not null).ToList();
        return shown is [var only]
            && CodecPayload.FromMimeType(only.Codec ?? "") == Codec.H264
            && only is { IsUniform: true, Orientations: [] }
            && only.Active is [var span]
            && span.Start <= CopyTolerance
            && manifest.Duration - span.End <= CopyTolerance
            && manifest.Duration - only.File!.Duration <= CopyTolerance
            ? only : null;
    }

    private static Progress<double> Part(IProgress<double> whole, double from, double to) =>
        new(percent => whole.Report(from + (to - from) * percent / 100));
}
