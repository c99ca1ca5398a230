using System.Globalization;
using System.Text;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;

namespace Broadcast.Recorder.Packaging;

/// <summary>
/// A video as HLS (RFC 8216) in fragmented MP4: its own height by copy and every lower one encoded, each in one file of byte ranges.
/// </summary>
internal sealed class HlsLadder(FFmpegRunner ffmpeg, string workDirectory)
{
    private const string MasterName = "master.m3u8";
    private const int SegmentSeconds = 6;

    /// <summary>AAC-LC beside H.264; FFmpeg 5.1 does not write CODECS by itself, and some players ask for it.</summary>
    private const string SoundCodec = "mp4a.40.2";

    /// <returns>The multivariant playlist first.</returns>
    public async Task<IReadOnlyList<PackagedFile>> MakeAsync(MediaFile video, int height, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var heights = CompositionStyle.Heights.Where(lower => lower < height).Append(height).OrderDescending().ToList();
        var parts = new List<PackagedFile>();
        var master = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        foreach (var (index, rung) in heights.Index())
        {
            var part = new Progress<double>(percent => progress.Report((index + percent / 100) / heights.Count * 100));
            var (playlist, media) = await MakeRungAsync(video, rung, copies: rung == height, part, cancellationToken);
            parts.AddRange([playlist, media]);
            master.Append(await DescribeAsync(playlist.File, media.File, video.Duration, cancellationToken));
        }
        var path = Path.Combine(workDirectory, MasterName);
        using var file = new AtomicFile(path);
        await File.WriteAllTextAsync(file.TemporaryPath, master.ToString(), cancellationToken);
        file.Commit();
        return [new(RecordingFileKind.Playlist, new MediaFile(path, PlaylistType, new FileInfo(path).Length, video.Duration)), .. parts];
    }

    private const string PlaylistType = "application/vnd.apple.mpegurl";

    private async Task<(PackagedFile Playlist, PackagedFile Media)> MakeRungAsync(
        MediaFile video, int height, bool copies, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"hls-{height}p");
        var directory = Directory.CreateDirectory(Path.Combine(workDirectory, name)).FullName;
        var (playlist, media) = (Path.Combine(directory, $"{name}.m3u8"), Path.Combine(directory, $"{name}.m4s"));
        var command = new FFmpegCommand().Input(video.Path).Map("0:v").Map("0:a").Add(copies ? ["-c", "copy"] : Encoding(height))
            .Add("-hls_time", Text(SegmentSeconds), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments")
            .Output("hls", playlist);
        // Not there until it is whole: the playlist is written last, after the media.
        if (!File.Exists(playlist))
            await ffmpeg.RunAsync(command, video.Duration, progress, cancellationToken);
        await RequireWholeAsync(playlist, video, cancellationToken);
        return (
            new(RecordingFileKind.PlaylistPart, new MediaFile(playlist, PlaylistType, new FileInfo(playlist).Length, video.Duration)),
            new(RecordingFileKind.PlaylistPart, new MediaFile(media, "video/mp4", new FileInfo(media).Length, video.Duration)));
    }

    private static string[] Encoding(int height) =>
    [
        "-vf", $"scale=-2:{Text(height)}", "-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-pix_fmt", "yuv420p",
        "-force_key_frames", $"expr:gte(t,n_forced*{Text(SegmentSeconds)})", "-c:a", "copy",
    ];

    // Exit code 0 says nothing of an HLS output on a full disk.
    private async Task RequireWholeAsync(string playlist, MediaFile video, CancellationToken cancellationToken)
    {
        var probe = await ffmpeg.ProbeAsync(playlist, cancellationToken);
        if ((probe.Length - video.Duration).Duration() <= TimeSpan.FromSeconds(1))
            return;
        File.Delete(playlist);
        throw new RecordingVerificationException($"{Path.GetFileName(playlist)} is not as long as the video.");
    }

    private async Task<string> DescribeAsync(MediaFile playlist, MediaFile media, TimeSpan duration, CancellationToken cancellationToken)
    {
        var probe = await ffmpeg.ProbeAsync(media.Path, cancellationToken);
        var picture = probe.Video ?? throw new RecordingVerificationException($"{Path.GetFileName(media.Path)} has no picture.");
        var bandwidth = (long)(8 * media.Bytes / Math.Max(1, duration.TotalSeconds) * 1.5);
        return string.Create(CultureInfo.InvariantCulture,
            $"#EXT-X-STREAM-INF:BANDWIDTH={bandwidth},RESOLUTION={picture.Width}x{picture.Height},CODECS=\"{picture.H264Codec},{SoundCodec}\"\n")
            + $"{Path.GetFileName(playlist.Path)}\n";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
