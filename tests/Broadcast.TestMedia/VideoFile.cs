using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Broadcast.TestMedia;

/// <summary>What a media file says of itself.</summary>
/// <param name="Times">Seconds of every picture, in order of showing.</param>
/// <param name="IsFastStart">Whether an MP4's index comes before its media.</param>
public sealed record VideoFile(
    string VideoCodec, string AudioCodec, int Width, int Height, double Seconds, IReadOnlyList<double> Times, bool IsFastStart,
    IReadOnlyList<(double Start, string Title)> Chapters)
{
    public static async Task<VideoFile> OfAsync(string path)
    {
        var (json, _) = await Tool.RunAsync("ffprobe", ["-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", path]);
        using var probe = JsonDocument.Parse(json);
        var streams = probe.RootElement.GetProperty("streams").EnumerateArray().ToList();
        var video = streams.First(stream => Text(stream, "codec_type") == "video");
        var audio = streams.First(stream => Text(stream, "codec_type") == "audio");
        return new VideoFile(
            Text(video, "codec_name"), Text(audio, "codec_name"), video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32(),
            Number(Text(probe.RootElement.GetProperty("format"), "duration")), await PresentationTimesAsync(path), IndexIsFirst(path),
            [.. probe.RootElement.GetProperty("chapters").EnumerateArray()
                .Select(chapter => (Number(Text(chapter, "start_time")), Text(chapter.GetProperty("tags"), "title")))]);
    }

    /// <summary>Greatest distance of a picture from its place at this constant rate, in milliseconds.</summary>
    public double UnevennessMs(int framesPerSecond) => Times.Select((time, i) => Math.Abs(time - Times[0] - (double)i / framesPerSecond) * 1000).Max();

    public static async Task<IReadOnlyList<double>> PresentationTimesAsync(string path)
    {
        var (csv, _) = await Tool.RunAsync("ffprobe",
            ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", path]);
        return [.. System.Text.Encoding.ASCII.GetString(csv).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().TrimEnd(',')).Where(line => line != "N/A").Select(Number).Order()];
    }

    private static bool IndexIsFirst(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[16];
        while (file.ReadAtLeast(header, 16, throwOnEndOfStream: false) == 16)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(header) is var size and not 1 ? size : BinaryPrimitives.ReadInt64BigEndian(header[8..]);
            if (header[4..8].SequenceEqual("moov"u8) || header[4..8].SequenceEqual("mdat"u8) || length < 8)
                return header[4..8].SequenceEqual("moov"u8);
            file.Position += length - 16;
        }
        return false;
    }

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString() ?? "";

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
