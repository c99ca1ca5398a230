using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;

namespace Broadcast.Recorder.Packaging;

/// <summary>Everything that is published of a recording, made from its finished video. May be run again after a kill.</summary>
internal sealed class RecordingPackager(FFmpegRunner ffmpeg, string workDirectory)
{
    private const double PicturesPercent = 20;

    /// <param name="progress">0 to 100.</param>
    /// <returns>The video first.</returns>
    public async Task<IReadOnlyList<PackagedFile>> PackageAsync(
        RecordingManifest manifest, CompositionStyle style, MediaFile video, IProgress<double> progress, CancellationToken cancellationToken)
    {
        AtomicFile.RemoveUnfinished(workDirectory);
        var files = new List<PackagedFile> { new(RecordingFileKind.Video, video) };
        var sound = Path.Combine(workDirectory, SoundTrack.FileName);
        files.Add(new(RecordingFileKind.Audio, new MediaFile(sound, "audio/mp4", new FileInfo(sound).Length, video.Duration)));
        files.Add(new(RecordingFileKind.Poster, await PosterAsync(video, cancellationToken)));
        files.AddRange(await new SpriteSheet(ffmpeg, workDirectory).MakeAsync(video, cancellationToken));
        if (Chapters.Of(manifest) is { Count: > 0 } chapters)
            files.Add(new(RecordingFileKind.Chapters, await WriteTextAsync("chapters.vtt", Chapters.ToWebVtt(chapters), cancellationToken)));
        progress.Report(PicturesPercent);
        if (style.HasLadder)
        {
            var rest = new Progress<double>(percent => progress.Report(PicturesPercent + percent * (100 - PicturesPercent) / 100));
            files.AddRange(await new HlsLadder(ffmpeg, workDirectory).MakeAsync(video, style.Height, rest, cancellationToken));
        }
        if (style.HasTracks)
            files.AddRange(manifest.Files.Select(file => new PackagedFile(RecordingFileKind.Track, file)));
        progress.Report(100);
        return files;
    }

    private async Task<MediaFile> PosterAsync(MediaFile video, CancellationToken cancellationToken)
    {
        var path = Path.Combine(workDirectory, "poster.jpg");
        using var file = new AtomicFile(path);
        // A video of a moment may have nothing but its first picture.
        var from = video.Duration < TimeSpan.FromSeconds(1) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(20, video.Duration.TotalSeconds / 3));
        var command = new FFmpegCommand()
            .Input(video.Path, "-ss", FFmpegCommand.Seconds(from))
            .Add("-vf", "thumbnail=90,scale=640:-2", "-frames:v", "1", "-q:v", "3")
            .Output("image2", file.TemporaryPath);
        await ffmpeg.RunAsync(command, TimeSpan.Zero, null, cancellationToken);
        file.Commit();
        return new MediaFile(path, "image/jpeg", new FileInfo(path).Length, TimeSpan.Zero);
    }

    private async Task<MediaFile> WriteTextAsync(string name, string text, CancellationToken cancellationToken)
    {
        var path = Path.Combine(workDirectory, name);
        using var file = new AtomicFile(path);
        await File.WriteAllTextAsync(file.TemporaryPath, text, cancellationToken);
        file.Commit();
        return new MediaFile(path, "text/vtt", new FileInfo(path).Length, TimeSpan.Zero);
    }
}
