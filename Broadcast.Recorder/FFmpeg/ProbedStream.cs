using System.Globalization;
using System.Text.Json.Serialization;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>One stream; the names are FFprobe's.</summary>
public sealed record ProbedStream
{
    [JsonPropertyName("codec_type")] public string? CodecType { get; init; }
    [JsonPropertyName("codec_name")] public string? CodecName { get; init; }
    [JsonPropertyName("pix_fmt")] public string? PixelFormat { get; init; }
    [JsonPropertyName("duration")] public string? Duration { get; init; }
    [JsonPropertyName("nb_read_packets")] public string? PacketsRead { get; init; }

    public TimeSpan Length => ParseSeconds(Duration);

    internal static TimeSpan ParseSeconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
