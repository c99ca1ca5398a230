using System.Text.Json;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>Asks FFprobe about a file.</summary>
public static class FFprobe
{
    /// <exception cref="FFmpegException">The file cannot be read.</exception>
    public static async Task<MediaProbe> ProbeAsync(this FFmpegRunner ffmpeg, string path, CancellationToken ct) =>
        Parse(await ffmpeg.ProbeAsync(["-v", "error", "-of", "json", "-show_format", "-show_streams", path], ct).ConfigureAwait(false));

    /// <summary>Reads the whole file to count the packets of its only stream.</summary>
    public static async Task<long> CountPacketsAsync(this FFmpegRunner ffmpeg, string path, CancellationToken ct)
    {
        var probe = Parse(await ffmpeg.ProbeAsync(
            ["-v", "error", "-of", "json", "-count_packets", "-show_format", "-show_streams", path], ct).ConfigureAwait(false));
        return long.TryParse(probe.Streams is [var only, ..] ? only.PacketsRead : null, out var packets) ? packets : 0;
    }

    private static MediaProbe Parse(string json) =>
        JsonSerializer.Deserialize(json, ProbeJson.Default.MediaProbe) ?? throw new FFmpegException("ffprobe", 0, "It said nothing.");
}
