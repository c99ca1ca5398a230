using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tracks;

/// <summary>What a journal says of its epochs and tracks, and whether it was asked for one before that was said.</summary>
internal sealed class JournalIntroductions
{
    private readonly Dictionary<int, JournalChunkStart> epochs = [];
    private readonly Dictionary<TrackKey, JournalTrack> tracks = [];
    private readonly HashSet<int> missedEpochs = [];
    private readonly HashSet<TrackKey> missedTracks = [];

    /// <summary>Whether something was missed that is known by now.</summary>
    public bool CameLate => missedEpochs.Overlaps(epochs.Keys) || missedTracks.Overlaps(tracks.Keys);

    public void Heed(JournalChunkStart start) => epochs.TryAdd(start.Epoch, start);

    public void Heed(TrackKey key, JournalTrack track) => tracks.TryAdd(key, track);

    /// <returns>Null if nothing is known of it.</returns>
    public JournalChunkStart? OfEpoch(int epoch)
    {
        if (epochs.TryGetValue(epoch, out var start))
            return start;
        missedEpochs.Add(epoch);
        return null;
    }

    /// <returns>Null if nothing is known of it.</returns>
    public JournalTrack? Of(TrackKey key)
    {
        if (tracks.TryGetValue(key, out var track))
            return track;
        missedTracks.Add(key);
        return null;
    }
}
