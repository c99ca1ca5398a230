using Broadcast.Recorder.Finalising;

namespace Broadcast.Recorder.Composition;

/// <summary>Cuts a recording where what is seen changes, so that each piece can be rendered alone and rendered again after a kill.</summary>
public static class Layout
{
    /// <summary>A longer piece is cut, so that a kill costs no more than this.</summary>
    public const int MaxSeconds = 300;

    /// <returns>Segments without gaps from the first frame to the last.</returns>
    public static IReadOnlyList<LayoutSegment> Plan(RecordingManifest manifest, Canvas canvas)
    {
        var total = Math.Max(1, canvas.FrameAt(manifest.Duration));
        var shown = Shown(manifest, canvas, total);
        var cuts = shown.SelectMany(each => new[] { each.From, each.To }).Concat([0, total]).Distinct().Order().ToList();
        var segments = new List<LayoutSegment>();
        foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
            Append(segments, new LayoutSegment(from, to - from, [.. shown.Where(each => each.From <= from && each.To >= to).Select(each => each.Track)]));
        return [.. segments.SelectMany(segment => Split(segment, MaxSeconds * canvas.FramesPerSecond))];
    }

    private static List<(RecordedTrack Track, int From, int To)> Shown(RecordingManifest manifest, Canvas canvas, int total) =>
        [.. from track in manifest.Tracks
            where track.Kind == Sfu.Control.Parameters.MediaKind.Video && track.File is not null
            from span in track.Active
            let shown = (Track: track, From: canvas.FrameFrom(span.Start), To: Math.Min(canvas.FrameFrom(span.End), total))
            where shown.From < shown.To
            orderby track.Active[0].Start, track.Id
            select shown];

    private static void Append(List<LayoutSegment> segments, LayoutSegment next)
    {
        if (segments is [.., var last] && last.Tiles.SequenceEqual(next.Tiles))
            segments[^1] = last with { Frames = last.Frames + next.Frames };
        else
            segments.Add(next);
    }

    private static IEnumerable<LayoutSegment> Split(LayoutSegment segment, int maxFrames)
    {
        for (var done = 0; done < segment.Frames; done += maxFrames)
            yield return segment with { FirstFrame = segment.FirstFrame + done, Frames = Math.Min(maxFrames, segment.Frames - done) };
    }
}
