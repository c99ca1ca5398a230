using Broadcast.Recorder.Timing;

namespace Broadcast.Recorder.Tracks;

/// <summary>Finds the tracks that share a publisher's clock and puts each track's pieces on the session clock by it.</summary>
public static class PublisherClocks
{
    /// <summary>Tracks of one participant whose clocks differ by more come from different machines.</summary>
    private const double SameClockNs = 500e6;

    /// <param name="publisherOf">Who published a track: tracks of one name are taken to share a clock.</param>
    public static IReadOnlyDictionary<TrackKey, IReadOnlyList<PieceClock>> Build(
        IReadOnlyDictionary<TrackKey, TrackSurvey> tracks, Func<TrackSurvey, string> publisherOf)
    {
        var clocks = new Dictionary<TrackKey, IReadOnlyList<PieceClock>>();
        foreach (var group in tracks.GroupBy(entry => (entry.Key.Epoch, publisherOf(entry.Value))))
        {
            var pieces = group.ToDictionary(entry => entry.Key, entry => entry.Value.Pieces());
            var shared = ClockOf(pieces.Values.SelectMany(each => each));
            foreach (var (key, own) in pieces)
                clocks[key] = PieceClock.For(own, Choose(shared, ClockOf(own)));
        }
        return clocks;
    }

    private static PublisherClock ClockOf(IEnumerable<TimelinePiece> pieces) =>
        new(pieces.SelectMany(piece => piece.Reports).OrderBy(report => report.ArrivalNs));

    private static PublisherClock Choose(PublisherClock shared, PublisherClock own) =>
        own.IsEmpty || Math.Abs(own.Line().Offset - shared.Line().Offset) < SameClockNs ? shared : own;
}
