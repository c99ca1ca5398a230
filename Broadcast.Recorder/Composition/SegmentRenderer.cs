using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;

namespace Broadcast.Recorder.Composition;

/// <summary>Renders the picture of one segment: every tile at constant rate, holding its last frame where nothing came, then side by side.</summary>
internal sealed class SegmentRenderer(FFmpegRunner ffmpeg, CompositionStyle style, string directory)
{
    private readonly Canvas canvas = style.Canvas;
    private readonly TextPicture text = new(directory);

    /// <summary>Renders a segment, or finds it done by an earlier run.</summary>
    /// <returns>The path of the file.</returns>
    public async Task<string> RenderAsync(LayoutSegment segment, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, NameOf(segment));
        if (File.Exists(path))
            return path;
        using var file = new AtomicFile(path);
        var command = (await CommandAsync(segment, cancellationToken)).Output("mp4", file.TemporaryPath);
        await ffmpeg.RunAsync(command, canvas.TimeOf(segment.Frames), progress, cancellationToken);
        file.Commit();
        return path;
    }

    private async Task<FFmpegCommand> CommandAsync(LayoutSegment segment, CancellationToken cancellationToken)
    {
        var command = new FFmpegCommand().KeepTimestamps();
        foreach (var placed in segment.Tracks)
            command.Input(placed.Track.File!.Path, SeekTo(segment, placed.Track));
        var overlays = await OverlaysAsync(segment, cancellationToken);
        foreach (var overlay in overlays)
            command.Input(overlay.Path);
        return command
            .Graph(Graph(segment, overlays))
            .Map("[picture]")
            .Add("-frames:v", Text(segment.Frames), "-r", Text(canvas.FramesPerSecond))
            .Add("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", Text(2 * canvas.FramesPerSecond), "-pix_fmt", "yuv420p");
    }

    /// <summary>What lies over the tiles, in order: the title, people's names, the logo.</summary>
    private async Task<List<Overlay>> OverlaysAsync(LayoutSegment segment, CancellationToken cancellationToken)
    {
        var overlays = new List<Overlay>();
        if (segment.Title is { } title)
            overlays.Add(new Overlay(await text.TitleAsync(title, canvas.Height / 14, canvas.Width * 6 / 7, cancellationToken), "(W-w)/2:(H-h)/2"));
        foreach (var placed in segment.Tracks)
            if (placed.Name is { } name)
                overlays.Add(await NameAsync(name, placed, canvas.TimeOf(segment.FirstFrame), cancellationToken));
        if (style.Logo is { } logo)
            overlays.Add(new Overlay(logo, $"W-w-{Margin}:{Margin}", $"scale=-2:{canvas.Height / 10}"));
        return overlays;
    }

    // On the picture, not on the black beside it.
    private async Task<Overlay> NameAsync(string name, PlacedTrack placed, TimeSpan at, CancellationToken cancellationToken)
    {
        var (width, height) = (placed.Track.Width, placed.Track.Height);
        var picture = placed.Track.OrientationAt(at).SwapsSides ? Placement.Fit(height, width, placed.Tile) : Placement.Fit(width, height, placed.Tile);
        var path = await text.NameAsync(name, Math.Max(14, picture.Height / 20), picture.Width - 2 * Margin, cancellationToken);
        var (x, bottom) = (placed.Tile.X + picture.X + Margin, placed.Tile.Y + picture.Y + picture.Height - Margin);
        return new Overlay(path, string.Create(CultureInfo.InvariantCulture, $"{x}:{bottom}-h"));
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

    private string Graph(LayoutSegment segment, List<Overlay> overlays)
    {
        var graph = new StringBuilder();
        for (var i = 0; i < segment.Tracks.Count; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[{i}:v]{TileFilter(segment, segment.Tracks[i], i)}[t{i}];");
        graph.Append(CultureInfo.InvariantCulture, $"color=c=black:s={canvas.Width}x{canvas.Height}:r={canvas.FramesPerSecond}[c0]");
        for (var i = 0; i < segment.Tracks.Count; i++)
            graph.Append(CultureInfo.InvariantCulture,
                $";[c{i}][t{i}]overlay={segment.Tracks[i].Tile.X}:{segment.Tracks[i].Tile.Y}:shortest=1[c{i + 1}]");
        for (var i = 0; i < overlays.Count; i++)
        {
            var below = segment.Tracks.Count + i;
            graph.Append(CultureInfo.InvariantCulture,
                $";[{below}:v]{overlays[i].Filter}[o{i}];[c{below}][o{i}]overlay={overlays[i].Position}[c{below + 1}]");
        }
        return graph.Append(CultureInfo.InvariantCulture, $";[c{segment.Tracks.Count + overlays.Count}]format=yuv420p[picture]").ToString();
    }

    private int Margin => canvas.Height / 45;

    // Not STARTPTS but the segment's own start: the graph must not depend on which frame comes first.
    private string TileFilter(LayoutSegment segment, PlacedTrack placed, int number)
    {
        var (rate, first) = (canvas.FramesPerSecond, segment.FirstFrame);
        // A picture may go to the frame beside its own.
        var span = new SessionSpan(canvas.TimeOf(first - 1), canvas.TimeOf(first + segment.Frames + 1));
        return string.Create(CultureInfo.InvariantCulture,
            $"{UprightTile.Filter(placed.Track, span, placed.Tile, $"u{number}")},{FrameGrid.Filter(rate)},tpad=stop=-1:stop_mode=clone"
            + $",trim=start_pts={first}:end_pts={first + segment.Frames},setpts=PTS-{first},setsar=1");
    }

    private string NameOf(LayoutSegment segment)
    {
        var tracks = segment.Tracks.Select(placed => $"{placed.Track.File!.Path}:{placed.Track.File.Bytes}:{placed.Tile}:{placed.Name}:{string.Join(',', placed.Track.Orientations)}");
        var content = string.Join('\n', tracks.Concat([canvas.ToString(), segment.Title, style.Logo]));
        return string.Create(CultureInfo.InvariantCulture, $"{segment.FirstFrame:D8}-{segment.Frames}-{HashOf(content)}.mp4");
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A picture that lies over the others for the whole segment.</summary>
    /// <param name="Position">Of its upper left corner, as FFmpeg's overlay takes it.</param>
    /// <param name="Filter">What is done to it before.</param>
    private sealed record Overlay(string Path, string Position, string Filter = "null");
}
