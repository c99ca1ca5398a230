using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Finalising;

namespace Broadcast.Recorder.Composition;

/// <summary>Renders the picture of one segment: every tile at constant rate, holding its last frame where nothing came, then side by side.</summary>
public sealed class SegmentRenderer(FFmpegRunner ffmpeg, CompositionStyle style, string directory)
{
    private readonly Canvas canvas = style.Canvas;

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
        foreach (var placed in segment.Tracks)
            command.Input(placed.Track.File!.Path, SeekTo(segment, placed.Track));
        var logo = command.Inputs;
        if (style.Logo is { } path)
            command.Input(path);
        return command
            .Graph(Graph(segment, style.Logo is null ? null : logo))
            .Map("[picture]")
            .Add("-frames:v", Text(segment.Frames), "-r", Text(canvas.FramesPerSecond))
            .Add("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", Text(2 * canvas.FramesPerSecond), "-pix_fmt", "yuv420p");
    }

    // Sizes may change, and pictures are turned one by one. To the key frame before, and everything from there is decoded: a share that stood still for minutes has its last frame far back.
    private string[] SeekTo(LayoutSegment segment, RecordedTrack track)
    {
        var from = canvas.TimeOf(segment.FirstFrame);
        string[] always = ["-reinit_filter", "0", "-noautorotate"];
        return from > track.Active[0].Start + TimeSpan.FromSeconds(1)
            ? [.. always, "-seek_timestamp", "1", "-noaccurate_seek", "-ss", FFmpegCommand.Seconds(from)]
            : always;
    }

    private string Graph(LayoutSegment segment, int? logo)
    {
        var graph = new StringBuilder();
        for (var i = 0; i < segment.Tracks.Count; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[{i}:v]{TileFilter(segment, segment.Tracks[i], i)}[t{i}];");
        graph.Append(CultureInfo.InvariantCulture, $"{Background(segment.Title)}[c0]");
        for (var i = 0; i < segment.Tracks.Count; i++)
            graph.Append(CultureInfo.InvariantCulture,
                $";[c{i}][t{i}]overlay={segment.Tracks[i].Tile.X}:{segment.Tracks[i].Tile.Y}:shortest=1[c{i + 1}]");
        var last = $"c{segment.Tracks.Count}";
        if (logo is { } input)
        {
            graph.Append(CultureInfo.InvariantCulture,
                $";[{input}:v]scale=-2:{canvas.Height / 10}[logo];[{last}][logo]overlay=W-w-{Margin}:{Margin}[marked]");
            last = "marked";
        }
        return graph.Append(CultureInfo.InvariantCulture, $";[{last}]format=yuv420p[picture]").ToString();
    }

    private int Margin => canvas.Height / 45;

    // Not STARTPTS but the segment's own start: the graph must not depend on which frame comes first.
    private string TileFilter(LayoutSegment segment, PlacedTrack placed, int number)
    {
        var (rate, first) = (canvas.FramesPerSecond, segment.FirstFrame);
        // A picture may go to the frame beside its own.
        var span = new SessionSpan(canvas.TimeOf(first - 1), canvas.TimeOf(first + segment.Frames + 1));
        var frames = string.Create(CultureInfo.InvariantCulture,
            $"{UprightTile.Filter(placed.Track, span, placed.Tile, $"u{number}")},{OnGrid(rate)},fps={rate},tpad=stop=-1:stop_mode=clone"
            + $",trim=start_pts={first}:end_pts={first + segment.Frames},setpts=PTS-{first},setsar=1");
        return placed.Name is { } name ? $"{frames},{NameTag(name, placed, canvas.TimeOf(first))}" : frames;
    }

    /// <summary>
    /// The time of the grid's frame that a picture belongs to. It is the next one for as long as that is nearly as near as the nearest:
    /// pictures that come half-way between two frames of the grid, some a little before and some after, would else share one and leave
    /// out the other.
    /// </summary>
    private static string OnGrid(int rate)
    {
        const double nearlyNearest = 0.7;
        return string.Create(CultureInfo.InvariantCulture,
            $"setpts='st(0,round(PREV_OUTT*{rate})+1);if(lt(abs(T*{rate}-ld(0)),{nearlyNearest}),ld(0),max(ld(0)-1,round(T*{rate})))/{rate}/TB'");
    }

    // On the picture, not on the black beside it; lines of letters with and without tails stand alike.
    private string NameTag(string name, PlacedTrack placed, TimeSpan at)
    {
        var (width, height) = (placed.Track.Width, placed.Track.Height);
        var picture = placed.Track.OrientationAt(at).SwapsSides ? Placement.Fit(height, width, placed.Tile) : Placement.Fit(width, height, placed.Tile);
        return string.Create(CultureInfo.InvariantCulture,
            $"drawtext=textfile={TextFile(name)}:expansion=none:fontsize={Math.Max(14, picture.Height / 20)}:fontcolor=white"
            + $":box=1:boxcolor=black@0.55:boxborderw=6:x={picture.X + Margin}:y={picture.Y + picture.Height - Margin}-ascent");
    }

    private string Background(string? title)
    {
        var black = $"color=c=black:s={canvas.Width}x{canvas.Height}:r={canvas.FramesPerSecond}";
        return title is null ? black : string.Create(CultureInfo.InvariantCulture,
            $"{black},drawtext=textfile={TextFile(TitleCard.Wrap(title))}:expansion=none:fontsize={canvas.Height / 14}:fontcolor=white"
            + $":line_spacing=12:x=(w-tw)/2:y=(h-th)/2");
    }

    // A file, because text in a graph needs three levels of escapes and names are not ours.
    private string TextFile(string text)
    {
        var path = Path.Combine(directory, $"{HashOf(text)}.txt");
        File.WriteAllText(path, text);
        return FFmpegCommand.Quote(path);
    }

    private string NameOf(LayoutSegment segment)
    {
        var tracks = segment.Tracks.Select(placed => $"{placed.Track.File!.Path}:{placed.Track.File.Bytes}:{placed.Tile}:{placed.Name}:{string.Join(',', placed.Track.Orientations)}");
        var content = string.Join('\n', tracks.Concat([canvas.ToString(), segment.Title, style.Logo]));
        return string.Create(CultureInfo.InvariantCulture, $"{segment.FirstFrame:D8}-{segment.Frames}-{HashOf(content)}.mp4");
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
