using System.Globalization;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Manifest;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Composition;

/// <summary>
/// The filters that fit a track's pictures into a tile, each turned as it is to be. Where the camera was turned meanwhile there is a branch for
/// each way, and every picture is taken from the branch of its time.
/// </summary>
internal static class UprightTile
{
    /// <summary>Times are whole milliseconds.</summary>
    private static readonly TimeSpan HalfMillisecond = TimeSpan.FromMilliseconds(0.5);

    /// <param name="span">Session time of the pictures that can be seen.</param>
    /// <param name="label">Begins the names of the graph's inner links.</param>
    /// <returns>A piece of a graph with one open input and one open output, as large as the tile.</returns>
    public static string Filter(RecordedTrack track, SessionSpan span, Tile tile, string label)
    {
        var turns = TurnsOf(track, span);
        var ways = turns.Select(turn => turn.Orientation).Distinct().ToList();
        if (ways is [var only])
            return Fit(tile, only);
        var graph = $"split={ways.Count}{string.Concat(ways.Select((_, i) => $"[{label}in{i}]"))}";
        for (var i = 0; i < ways.Count; i++)
            graph += $";[{label}in{i}]{Fit(tile, ways[i])}[{label}way{i}]";
        for (var i = 1; i < ways.Count; i++)
            graph += $"{(i == 1 ? $";[{label}way0]" : $"[{label}sum{i}];[{label}sum{i}]")}[{label}way{i}]overlay=enable='{When(turns, ways[i])}'";
        return graph;
    }

    private static List<RecordedOrientation> TurnsOf(RecordedTrack track, SessionSpan span) =>
        [new(span.Start, track.OrientationAt(span.Start)), .. track.Orientations.Where(turn => turn.From > span.Start && turn.From < span.End)];

    /// <summary>The times of one way as an expression.</summary>
    private static string When(List<RecordedOrientation> turns, VideoOrientation way) =>
        string.Join('+', turns.Select((turn, i) => (turn, i)).Where(each => each.turn.Orientation == way).Select(each =>
        {
            var until = each.i + 1 < turns.Count ? $"*lt(t,{FFmpegCommand.Seconds(turns[each.i + 1].From - HalfMillisecond)})" : "";
            return $"gte(t,{FFmpegCommand.Seconds(each.turn.From - HalfMillisecond)}){until}";
        }));

    // Fitted first: a size that changes later must not reach what turns it.
    private static string Fit(Tile tile, VideoOrientation way)
    {
        var size = way.SwapsSides ? Size(tile.Height, tile.Width) : Size(tile.Width, tile.Height);
        var turn = way.QuarterTurns switch { 1 => ",transpose=clock", 2 => ",hflip,vflip", 3 => ",transpose=cclock", _ => "" };
        var mirror = way.IsMirrored ? ",hflip" : "";
        return $"scale={size}:force_original_aspect_ratio=decrease:force_divisible_by=2:eval=frame,pad={size}:-1:-1:eval=frame{turn}{mirror}";
    }

    private static string Size(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{width}:{height}");
}
