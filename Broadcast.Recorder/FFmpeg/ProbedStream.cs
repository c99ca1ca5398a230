using System.Globalization;
using FFMpegCore;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>One stream; the names are FFprobe's.</summary>
public sealed record ProbedStream
{
    public string? CodecType { get; init; }
    public string? CodecName { get; init; }
    public string? PixelFormat { get; init; }
    public string? Profile { get; init; }
    public int Level { get; init; }
    public int Width { get; init; }
    public int Height { get; init; }
    public TimeSpan Length { get; init; }

    /// <summary>As in a CODECS attribute (RFC 6381): profile, constraints and level in hexadecimal.</summary>
    public string H264Codec => Profile switch
    {
        "High" => $"avc1.6400{Level:X2}",
        "Main" => $"avc1.4D40{Level:X2}",
        _ => $"avc1.42E0{Level:X2}",
    };

    internal static ProbedStream From(FFProbeStream stream) => new()
    {
        CodecType = stream.CodecType,
        CodecName = stream.CodecName,
        PixelFormat = stream.PixelFormat,
        Profile = stream.Profile,
        Level = stream.Level,
        Width = stream.Width ?? 0,
        Height = stream.Height ?? 0,
        Length = LengthOf(stream.Duration),
    };

    /// <param name="text">Hours, minutes and seconds with their fraction, joined by colons.</param>
    /// <returns>Zero if FFprobe did not know.</returns>
    internal static TimeSpan LengthOf(string? text) =>
        text?.Split(':') is [var hours, var minutes, var seconds]
        && int.TryParse(hours, CultureInfo.InvariantCulture, out var h)
        && int.TryParse(minutes, CultureInfo.InvariantCulture, out var m)
        && double.TryParse(seconds, CultureInfo.InvariantCulture, out var s)
            ? TimeSpan.FromSeconds(60 * (60 * h + m) + s)
            : TimeSpan.Zero;
}
