using System.Globalization;
using System.Text;

namespace Broadcast.TestMedia;

/// <summary>What stands in some areas of a video, frame by frame.</summary>
/// <param name="Times">Seconds of each frame.</param>
/// <param name="Numbers">For each area the number in its <see cref="FrameStrip"/> by frame; null where there is none that can be read.</param>
/// <param name="Light">For each area the brightest spot's brightness by frame, 0 to 255; a spot is a sixteenth of the area wide and high.</param>
public sealed record AreaNumbers(IReadOnlyList<double> Times, IReadOnlyList<int?[]> Numbers, IReadOnlyList<byte[]> Light)
{
    // Scaled to a single row, FFmpeg 5.1 leaves most of a high picture out.
    private const int LightRows = 16;
    private const int Rows = 1 + LightRows;

    public static async Task<AreaNumbers> OfAsync(string path, IReadOnlyList<PictureArea> areas)
    {
        var graph = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"[0:v]split={areas.Count * 2}"));
        for (var i = 0; i < areas.Count; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[a{i}][l{i}]");
        for (var i = 0; i < areas.Count; i++)
        {
            var area = areas[i];
            var (width, height) = (area.Width * FrameStrip.Width / 1280, Math.Max(2, area.Height * FrameStrip.Height / 720));
            graph.Append(CultureInfo.InvariantCulture, $";[a{i}]crop={width}:{height}:{area.X}:{area.Y}:exact=1,scale={FrameStrip.Bits}:1:flags=area,format=gray[b{i}]");
            graph.Append(CultureInfo.InvariantCulture, $";[l{i}]crop={area.Width}:{area.Height}:{area.X}:{area.Y}:exact=1,scale={FrameStrip.Bits}:{LightRows}:flags=area,format=gray[m{i}]");
        }
        graph.Append(';');
        for (var i = 0; i < areas.Count; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[b{i}][m{i}]");
        graph.Append(CultureInfo.InvariantCulture, $"vstack=inputs={areas.Count * 2}[rows]");
        var (rows, _) = await Tool.RunAsync("ffmpeg",
            ["-v", "error", "-nostdin", "-i", path, "-filter_complex", graph.ToString(), "-map", "[rows]", "-fps_mode", "passthrough", "-f", "rawvideo", "-"]);
        return Read(rows, areas.Count, await VideoFile.PresentationTimesAsync(path));
    }

    private static AreaNumbers Read(byte[] rows, int areas, IReadOnlyList<double> times)
    {
        const int AreaSize = FrameStrip.Bits * Rows;
        var frames = Math.Min(times.Count, rows.Length / (AreaSize * areas));
        var numbers = Enumerable.Range(0, areas).Select(_ => new int?[frames]).ToList();
        var light = Enumerable.Range(0, areas).Select(_ => new byte[frames]).ToList();
        for (var frame = 0; frame < frames; frame++)
        {
            for (var area = 0; area < areas; area++)
            {
                var all = rows.AsSpan((frame * areas + area) * AreaSize, AreaSize);
                numbers[area][frame] = FrameStrip.Read(all[..FrameStrip.Bits]);
                light[area][frame] = all[FrameStrip.Bits..].ToArray().Max();
            }
        }
        return new AreaNumbers([.. times.Take(frames)], numbers, light);
    }
}
