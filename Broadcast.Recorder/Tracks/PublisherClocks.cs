using Broadcast.Recorder.Timing;

namespace Broadcast.Recorder.Tracks;

/// <summary>Finds the tracks that share a publisher's clock and puts each track's pieces on the session clock by it.</summary>
internal static class PublisherClocks
{
    /// <param name="publisherOf">Who published a track: tracks of one name are taken to share a clock.</param>
    public static IReadOnlyDictionary<TrackKey, IReadOnlyList<PieceClock>> Build(
        IReadOnlyDictionary<TrackKey, TrackSurvey> tracks, Func<TrackSurvey, string> publisherOf)
    {
        var clocks = new Dictionary<TrackKey, IReadOnlyList<PieceClock>>();
        foreach (var group in tracks.GroupBy(entry => (entry.Key.Epoch, publisherOf(entry.Value))))
        {
            var pieces = group.ToDictionary(entry => entry.Key, entry => entry.Value.Pieces());
            foreach (var (key, own) in Of(pieces))
                clocks[key] = own;
        }
        return clocks;
    }

    /// <summary>Clocks of one publisher's tracks: all by reports, or all by arrival if some of the reports are nonsense.</summary>
    public static IReadOnlyDictionary<TKey, IReadOnlyList<PieceClock>> Of<TKey>(IReadOnlyDictionary<TKey, IReadOnlyList<TimelinePiece>> tracks)
        where TKey : notnull
    {
        var machines = PublisherMachines.Of(tracks.Values).Select(pieces => (Tracks: pieces, Clock: new PublisherClock([.. pieces.SelectMany(each => each)]))).ToList();
        var areSensible = machines.TrueForAll(machine => machine.Clock.IsSensible);
        return tracks.ToDictionary(
            track => track.Key,
            track => PieceClock.For(track.Value, areSensible ? machines.Find(machine => machine.Tracks.Contains(track.Value)).Clock : null));
    }
}
