using System.Buffers.Binary;
using System.Globalization;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;

namespace Broadcast.Recorder.Finalizing;

/// <summary>Looks at what FFmpeg made: its exit code alone says nothing.</summary>
internal sealed class RecordingVerifier(FFmpegRunner ffmpeg)
{
    private static readonly TimeSpan DurationTolerance = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan StreamTolerance = TimeSpan.FromSeconds(1.5);

    /// <summary>Counts every track's frames in its file.</summary>
    /// <exception cref="RecordingVerificationException">With a sentence that says what is wrong.</exception>
    public async Task VerifyTracksAsync(RecordingManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var track in manifest.Tracks.Where(track => track.File is not null))
                await VerifyTrackAsync(track, cancellationToken);
        }
        catch (FFmpegException failure)
        {
            throw new RecordingVerificationException($"A track cannot be read: {failure.Message}");
        }
    }

    /// <summary>Looks at streams and duration, and decodes the whole.</summary>
    /// <exception cref="RecordingVerificationException">With a sentence that says what is wrong.</exception>
    public async Task VerifyVideoAsync(RecordingManifest manifest, MediaFile video, CancellationToken cancellationToken)
    {
        try
        {
            VerifyStreams(manifest, await ffmpeg.ProbeAsync(video.Path, cancellationToken));
            Require(BeginsWithIndex(video.Path), "The video's index is not at its start, so that it cannot play before it is loaded.");
            await VerifyDecodesAsync(video, cancellationToken);
        }
        catch (FFmpegException failure)
        {
            throw new RecordingVerificationException($"The recording cannot be read: {failure.Message}");
        }
    }

    private async Task VerifyTrackAsync(RecordedTrack track, CancellationToken cancellationToken)
    {
        var packets = await ffmpeg.CountPacketsAsync(track.File!.Path, cancellationToken);
        Require(packets == track.FramesWritten, $"Track {track.Id} has {packets} frames instead of {track.FramesWritten}.");
    }

    private static void VerifyStreams(RecordingManifest manifest, MediaProbe probe)
    {
        Require(probe.Video is { CodecName: "h264", PixelFormat: "yuv420p" or "yuvj420p" }, "The video has no H.264 picture in 4:2:0.");
        Require(probe.Audio is { CodecName: "aac" }, "The video has no AAC sound.");
        Require((probe.Length - manifest.Duration).Duration() <= DurationTolerance,
            $"The video lasts {Seconds(probe.Length)} s, the webinar lasted {Seconds(manifest.Duration)} s.");
        foreach (var stream in probe.Streams)
            Require(manifest.Duration - stream.Length <= StreamTolerance,
                $"The {stream.CodecType} ends after {Seconds(stream.Length)} of {Seconds(manifest.Duration)} s.");
    }

    private async Task VerifyDecodesAsync(MediaFile video, CancellationToken cancellationToken)
    {
        // Every picture with its own time: at a constant rate two that are close together would share one, which FFmpeg complains about.
        // Only -xerror says when a decoder made something up in place of what is not there.
        var command = new FFmpegCommand().Add("-xerror").Input(video.Path).Add("-fps_mode", "passthrough", "-enc_time_base", "-1").Output("null", "-");
        var said = await ffmpeg.RunAsync(command, video.Duration, null, cancellationToken);
        Require(said.Length == 0, $"The video does not decode cleanly: {said.Trim()}");
    }

    /// <summary>Whether <c>moov</c> comes before <c>mdat</c> (ISO/IEC 14496-12 §4.2, §8.2.1).</summary>
    private static bool BeginsWithIndex(string path)
    {
        using var file = File.OpenRead(path);
        var header = new byte[16];
        while (file.ReadAtLeast(header, 16, throwOnEndOfStream: false) == 16)
        {
            if (header.AsSpan(4, 4).SequenceEqual("moov"u8))
                return true;
            if (header.AsSpan(4, 4).SequenceEqual("mdat"u8))
                return false;
            var size = (long)BinaryPrimitives.ReadUInt32BigEndian(header);
            file.Position += (size == 1 ? BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8)) : Math.Max(size, 8)) - 16;
        }
        return false;
    }

    private static void Require(bool isTrue, string otherwise)
    {
        if (!isTrue)
            throw new RecordingVerificationException(otherwise);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
