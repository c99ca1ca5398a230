using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Composition;

/// <summary>Cuts a recording where what is seen changes, so that each piece can be rendered alone and rendered again after a kill.</summary>
internal sealed class Layout
{
    /// <summary>A longer piece is cut, so that a kill costs no more than this.</summary>
    public const int MaxSeconds = 300;

    private static readonly TimeSpan TitleTime = TimeSpan.FromSeconds(4);

    private readonly CompositionStyle style;
    private readonly Canvas canvas;
    private readonly int total;
    private readonly int titleEnd;
    private readonly SpeakerTimeline speakers;
    private readonly IReadOnlyDictionary<ParticipantId, string> names;
    private readonly IReadOnlyList<(RecordedTrack Track, int From, int To)> shown;

    private Layout(RecordingManifest manifest, CompositionStyle style)
    {
        (this.style, canvas) = (style, style.Canvas);
        total = Math.Max(1, canvas.FrameAt(manifest.Duration));
        titleEnd = style.Title is null ? 0 : Math.Min(total, canvas.FrameAt(TitleTime));
        speakers = new SpeakerTimeline(manifest);
        shown = Shown(manifest);
        names = NamesOf(manifest);
    }

    /// <returns>Segments without gaps from the first frame to the last.</returns>
    public static IReadOnlyList<LayoutSegment> Plan(RecordingManifest manifest, CompositionStyle style) => new Layout(manifest, style).Segments();

    private IReadOnlyList<LayoutSegment> Segments()
    {
        var speakerChanges = style.Arrangement == Arrangement.Speaker ? speakers.Changes.Select(canvas.FrameFrom) : [];
        var cuts = shown.SelectMany(each => new[] { each.From, each.To }).Concat(speakerChanges).Concat([0, titleEnd, total])
            .Where(cut => cut <= total).Distinct().Order().ToList();
        var segments = new List<LayoutSegment>();
        foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
            Append(segments, SegmentAt(from, to));
        return [.. segments.SelectMany(segment => Split(segment, MaxSeconds * canvas.FramesPerSecond))];
    }

    private LayoutSegment SegmentAt(int from, int to)
    {
        if (from < titleEnd)
            return new LayoutSegment(from, to - from, [], style.Title);
        var tracks = shown.Where(each => each.From <= from && each.To >= to).Select(each => each.Track).ToList();
        return new LayoutSegment(from, to - from, Place(tracks, speakers.At(canvas.TimeOf(from))));
    }

    private IReadOnlyList<PlacedTrack> Place(List<RecordedTrack> tracks, ParticipantId? speaker)
    {
        // The latest share counts; whoever speaks comes first, so that a short strip never leaves the speaker out.
        var share = tracks.LastOrDefault(track => track.Source == "screen");
        var people = tracks.Where(track => track.Source != "screen").OrderBy(track => track.ParticipantId != speaker).ToList();
        if (share is not null)
            return Assign([share, .. people], Placement.WithStrip(people.Count, canvas));
        return style.Arrangement == Arrangement.Speaker
            ? Assign(people, people.Count == 0 ? [] : Placement.WithStrip(people.Count - 1, canvas))
            : Assign(tracks, Placement.Grid(tracks.Count, canvas));
    }

    private IReadOnlyList<PlacedTrack> Assign(IEnumerable<RecordedTrack> tracks, IReadOnlyList<Tile> tiles) =>
        [.. tracks.Zip(tiles, (track, tile) => new PlacedTrack(track, tile, track.ParticipantId is { } who ? names.GetValueOrDefault(who) : null))];

    private List<(RecordedTrack Track, int From, int To)> Shown(RecordingManifest manifest) =>
        [.. from track in manifest.Tracks
            where track.Kind == MediaKind.Video && track.File is not null
            from span in track.Active
            let shown = (Track: track, From: canvas.FrameFrom(span.Start), To: Math.Min(canvas.FrameFrom(span.End), total))
            where shown.From < shown.To
            orderby track.Active[0].Start, track.Id
            select shown];

    private Dictionary<ParticipantId, string> NamesOf(RecordingManifest manifest) =>
        style.ShowNames && shown.DistinctBy(each => each.Track.ParticipantId).Count() > 1
            ? manifest.Participants.Where(each => each.DisplayName is not null).ToDictionary(each => each.Id, each => each.DisplayName!)
            : [];

    private static void Append(List<LayoutSegment> segments, LayoutSegment next)
    {
        if (segments is [.., var last] && last.ShowsTheSameAs(next))
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
