using System.Text.Json;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;

namespace Broadcast.Recorder.Finalising;

/// <summary>
/// Derives files from a journal. Holds no state and may be run again after a kill at any moment: what is already whole is kept or
/// replaced, and outputs appear only under their final name once they are on disk.
/// </summary>
public sealed class RecordingFinaliser(FFmpegOptions options)
{
    private readonly FFmpegRunner ffmpeg = new(options);

    /// <summary>What videos are drawn on.</summary>
    public Canvas Canvas { get; init; } = Canvas.Default;

    /// <summary>Journal to one Matroska file per track and <see cref="RecordingManifest.FileName"/>.</summary>
    /// <param name="progress">0 to 100.</param>
    public async Task<RecordingManifest> FinaliseAsync(
        string journalDirectory, string workDirectory, IProgress<double> progress, CancellationToken ct)
    {
        AtomicFile.RemoveUnfinished(workDirectory);
        var manifest = await Task.Run(() => new TrackExtraction(journalDirectory, workDirectory).Run(progress, ct), ct).ConfigureAwait(false);
        await new RecordingVerifier(ffmpeg).VerifyTracksAsync(manifest, ct).ConfigureAwait(false);
        using var file = new AtomicFile(Path.Combine(workDirectory, RecordingManifest.FileName));
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, RecordingJson.Default.RecordingManifest);
        await File.WriteAllBytesAsync(file.TemporaryPath, json, ct).ConfigureAwait(false);
        file.Commit();
        progress.Report(100);
        return manifest;
    }

    /// <summary>
    /// Tracks to <c>recording.mp4</c>: H.264 and AAC, as long as the live span, silent and black where there was nothing; decoded from
    /// start to end before it counts as made.
    /// </summary>
    /// <param name="progress">0 to 100.</param>
    /// <exception cref="RecordingVerificationException">A stream is missing, the duration is wrong, or something does not decode.</exception>
    public async Task<MediaFile> ComposeAsync(
        RecordingManifest manifest, string workDirectory, IProgress<double> progress, CancellationToken ct)
    {
        AtomicFile.RemoveUnfinished(workDirectory);
        var composer = new Composer(ffmpeg, Canvas, workDirectory);
        var verifier = new RecordingVerifier(ffmpeg);
        MediaFile video;
        try
        {
            video = await composer.ComposeAsync(manifest, mayCopy: true, progress, ct).ConfigureAwait(false);
            await verifier.VerifyVideoAsync(manifest, video, ct).ConfigureAwait(false);
        }
        catch (RecordingVerificationException) when (Composer.CanCopy(manifest))
        {
            // A presenter's encoder sent what no decoder takes. Rendering shows the rest.
            video = await composer.ComposeAsync(manifest, mayCopy: false, progress, ct).ConfigureAwait(false);
            await verifier.VerifyVideoAsync(manifest, video, ct).ConfigureAwait(false);
        }
        progress.Report(100);
        return video;
    }

    /// <summary>A picture that stands for the recording: <c>poster.jpg</c>.</summary>
    public async Task<MediaFile> ThumbnailAsync(MediaFile video, string workDirectory, CancellationToken ct)
    {
        var path = Path.Combine(workDirectory, "poster.jpg");
        using var file = new AtomicFile(path);
        var from = TimeSpan.FromSeconds(Math.Min(20, video.Duration.TotalSeconds / 3));
        var command = new FFmpegCommand()
            .Input(video.Path, "-ss", FFmpegCommand.Seconds(from))
            .Add("-vf", "thumbnail=90,scale=640:-2", "-frames:v", "1", "-q:v", "3")
            .Output("image2", file.TemporaryPath);
        await ffmpeg.RunAsync(command, TimeSpan.Zero, null, ct).ConfigureAwait(false);
        file.Commit();
        return new MediaFile(path, "image/jpeg", new FileInfo(path).Length, TimeSpan.Zero);
    }
}
