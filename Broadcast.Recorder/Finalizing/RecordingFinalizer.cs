using System.Text.Json;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Packaging;

namespace Broadcast.Recorder.Finalizing;

/// <summary>
/// Derives files from a journal. Holds no state and may be run again after a kill at any moment: what is already whole is kept or
/// replaced, and outputs appear only under their final name once they are on disk.
/// </summary>
public sealed class RecordingFinalizer
{
    private readonly FFmpegRunner ffmpeg = new();

    /// <summary>Journal to one Matroska file per track and <see cref="RecordingManifest.FileName"/>.</summary>
    /// <param name="progress">0 to 100.</param>
    public async Task<RecordingManifest> FinalizeAsync(
        string journalDirectory, string workDirectory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        AtomicFile.RemoveUnfinished(workDirectory);
        var manifest = await Task.Run(() => new TrackExtraction(journalDirectory, workDirectory).Run(progress, cancellationToken), cancellationToken);
        await new RecordingVerifier(ffmpeg).VerifyTracksAsync(manifest, cancellationToken);
        using var file = new AtomicFile(Path.Combine(workDirectory, RecordingManifest.FileName));
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, RecordingJson.Default.RecordingManifest);
        await File.WriteAllBytesAsync(file.TemporaryPath, json, cancellationToken);
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
        RecordingManifest manifest, CompositionStyle style, string workDirectory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        AtomicFile.RemoveUnfinished(workDirectory);
        var composer = new Composer(ffmpeg, manifest, style, workDirectory);
        var verifier = new RecordingVerifier(ffmpeg);
        MediaFile video;
        try
        {
            video = await composer.ComposeAsync(mayCopy: true, progress, cancellationToken);
            await verifier.VerifyVideoAsync(manifest, video, cancellationToken);
        }
        catch (RecordingVerificationException) when (composer.CanCopy)
        {
            // A presenter's encoder sent what no decoder takes. Rendering shows the rest.
            video = await composer.ComposeAsync(mayCopy: false, progress, cancellationToken);
            await verifier.VerifyVideoAsync(manifest, video, cancellationToken);
        }
        progress.Report(100);
        return video;
    }

    /// <summary>The video and everything that is published beside it.</summary>
    /// <param name="progress">0 to 100.</param>
    /// <returns>The video first.</returns>
    public Task<IReadOnlyList<PackagedFile>> PackageAsync(
        RecordingManifest manifest, CompositionStyle style, MediaFile video, string workDirectory, IProgress<double> progress, CancellationToken cancellationToken) =>
        new RecordingPackager(ffmpeg, workDirectory).PackageAsync(manifest, style, video, progress, cancellationToken);
}
