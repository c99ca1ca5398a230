using Broadcast.Recorder.FFmpeg;

namespace Broadcast.Recorder.Finalising;

/// <summary>
/// Derives files from a journal. Holds no state and may be run again after a kill at any moment: what is already whole is kept or
/// replaced, and outputs appear only under their final name once they are on disk.
/// </summary>
public sealed class RecordingFinaliser(FFmpegOptions ffmpeg)
{
    private readonly FFmpegOptions ffmpeg = ffmpeg;

    /// <summary>Journal to one Matroska file per track and <see cref="RecordingManifest.FileName"/>.</summary>
    /// <param name="progress">0 to 100.</param>
    public Task<RecordingManifest> FinaliseAsync(
        string journalDirectory, string workDirectory, IProgress<double> progress, CancellationToken ct) =>
        throw new NotSupportedException(ffmpeg.Executable);

    /// <summary>Tracks to <c>recording.mp4</c>: H.264 and AAC, as long as the live span, silent and black where there was nothing.</summary>
    /// <param name="progress">0 to 100.</param>
    public Task<MediaFile> ComposeAsync(
        RecordingManifest manifest, string workDirectory, IProgress<double> progress, CancellationToken ct) =>
        throw new NotSupportedException(ffmpeg.Executable);

    /// <summary>A picture that stands for the recording: <c>poster.jpg</c>.</summary>
    public Task<MediaFile> ThumbnailAsync(MediaFile video, string workDirectory, CancellationToken ct) =>
        throw new NotSupportedException(ffmpeg.Executable);

    /// <exception cref="RecordingVerificationException">A stream is missing, the duration is wrong, or something does not decode.</exception>
    public Task VerifyAsync(RecordingManifest manifest, MediaFile video, CancellationToken ct) =>
        throw new NotSupportedException(ffmpeg.Executable);
}
