using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Finalising;

namespace Broadcast.Recorder.Composition;

/// <summary>Renders the picture of one segment: every tile at constant rate, holding its last frame where nothing came, then side by side.</summary>
public sealed class SegmentRenderer(FFmpegRunner ffmpeg, Canvas canvas, string directory)
{
    /// <summary>Renders a segment, or finds it done by an earlier run.</summary>
    /// <returns>The path of the file.</returns>
    public async Task<string> RenderAsync(LayoutSegment segment, IProgress<double> progress, CancellationToken ct)
    {
        var path = Path.Combine(directory, NameOf(segment));
        if (File.Exists(path))
            return path;
        using var file = new AtomicFile(path);
        var command = Command(segment).Output("mp4", file.TemporaryPath);
        await ffmpeg.RunAsync(command, canvas.TimeOf(segment.Frames), progress, ct).ConfigureAwait(false);
        file.Commit();
        return path;
    }

    private FFmpegCommand Command(LayoutSegment segment)
    {
        var command = new FFmpegCommand().KeepTimestamps();
        foreach (var tile in segment.Tiles)
            command.Input(tile.File!.Path, SeekTo(segment, tile));
        if (segment.Tiles.Count == 0)
            command.Generate(Black());
        return command
            .Graph(Graph(segment))
            .Map("[picture]")
            .Add("-frames:v", Text(segment.Frames), "-r", Text(canvas.FramesPerSecond))
            .Add("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", Text(2 * canvas.FramesPerSecond), "-pix_fmt", "yuv420p");
    }

    // To the key frame before, and everything from there is decoded: a share that stood still for minutes has its last frame far back.
    private string[] SeekTo(LayoutSegment segment, RecordedTrack tile)
    {
        var from = canvas.TimeOf(segment.FirstFrame);
        string[] sizesMayChange = ["-reinit_filter", "0"];
        return from > tile.Active[0].Start + TimeSpan.FromSeconds(1)
            ? [.. sizesMayChange, "-seek_timestamp", "1", "-noaccurate_seek", "-ss", FFmpegCommand.Seconds(from)]
            : sizesMayChange;
    }

    private string Graph(LayoutSegment segment)
    {
        var tiles = Grid.Place(segment.Tiles.Count, canvas);
        if (tiles.Count == 0)
            return "[0:v]null[picture]";
        var graph = new StringBuilder();
        for (var i = 0; i < tiles.Count; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[{i}:v]{TileFilter(segment, tiles[i])}[t{i}];");
        graph.Append(CultureInfo.InvariantCulture, $"{Black()}[c0]");
        for (var i = 0; i < tiles.Count; i++)
            graph.Append(CultureInfo.InvariantCulture, $";[c{i}][t{i}]overlay={tiles[i].X}:{tiles[i].Y}:shortest=1[c{i + 1}]");
        return graph.Append(CultureInfo.InvariantCulture, $";[c{tiles.Count}]format=yuv420p[picture]").ToString();
    }

    // Not STARTPTS but the segment's own start: the graph must not depend on which frame comes first.
    private string TileFilter(LayoutSegment segment, Grid.Tile tile)
    {
        var (rate, first) = (canvas.FramesPerSecond, segment.FirstFrame);
        var size = $"{tile.Width}:{tile.Height}";
        return string.Create(CultureInfo.InvariantCulture,
            $"fps={rate},tpad=stop=-1:stop_mode=clone,trim=start_pts={first}:end_pts={first + segment.Frames},setpts=PTS-{first},"
            + $"scale={size}:force_original_aspect_ratio=decrease:force_divisible_by=2:eval=frame,pad={size}:-1:-1:eval=frame,setsar=1");
    }

    private string Black() => string.Create(CultureInfo.InvariantCulture, $"color=c=black:s={canvas.Width}x{canvas.Height}:r={canvas.FramesPerSecond}");

    private string NameOf(LayoutSegment segment)
    {
        var content = string.Join(' ', segment.Tiles.Select(tile => $"{tile.File!.Path}:{tile.File.Bytes}").Prepend(canvas.ToString()));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..12];
        return string.Create(CultureInfo.InvariantCulture, $"{segment.FirstFrame:D8}-{segment.Frames}-{hash}.mp4");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
