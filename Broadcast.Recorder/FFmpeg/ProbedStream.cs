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

    [JsonPropertyName("profile")] public string? Profile { get; init; }
    [JsonPropertyName("level")] public int Level { get; init; }
    [JsonPropertyName("width")] public int Width { get; init; }
    [JsonPropertyName("height")] public int Height { get; init; }

    /// <summary>As in a CODECS attribute (RFC 6381): profile, constraints and level in hexadecimal.</summary>
    public string H264Codec => Profile switch
    {
        "High" => $"avc1.6400{Level:X2}",
        "Main" => $"avc1.4D40{Level:X2}",
        _ => $"avc1.42E0{Level:X2}",
    };

    public TimeSpan Length => ParseSeconds(Duration);

    internal static TimeSpan ParseSeconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
