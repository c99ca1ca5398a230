using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Stage;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Live;

/// <summary>What is on the stage at a moment of a recording: which tracks are open, which are muted, who speaks.</summary>
/// <param name="canShow">Whether pictures of a codec can be shown.</param>
internal sealed class StageView(LiveClock clock, Func<Codec, bool> canShow)
{
    private readonly List<TrackKey> open = [];
    private readonly HashSet<TrackKey> paused = [];
    private readonly Dictionary<TrackKey, double> activeSinceNs = [];
    private ParticipantId? speaker;
    private double voiceSinceNs = double.PositiveInfinity;
    private double pictureSinceNs = double.PositiveInfinity;

    /// <summary>Whether a microphone is open that is not muted.</summary>
    public bool HasVoice => Active.Any(key => KindOf(key) == MediaKind.Audio);

    /// <summary>Whether nothing is sent of any voice while nobody speaks (<c>usedtx</c>, RFC 7587 §6.1).</summary>
    public bool VoicesRest => Active.Where(key => KindOf(key) == MediaKind.Audio).All(key =>
        clock.Survey.Tracks[key].Codec is { } codec && codec.Parameters.GetValueOrDefault("usedtx").Number == 1);

    /// <summary>Whether a camera or a screen is on.</summary>
    public bool HasPicture => Active.Any(key => KindOf(key) == MediaKind.Video);

    /// <summary>Session time in seconds since when there has been a voice without a break; infinite while there is none.</summary>
    public double VoiceSince => voiceSinceNs / 1e9;

    /// <summary>The same of a picture.</summary>
    public double PictureSince => pictureSinceNs / 1e9;

    /// <summary>The tracks that are open and not muted.</summary>
    public IEnumerable<TrackKey> Active => open.Where(key => !paused.Contains(key));

    /// <summary>Session time in seconds since when one of <see cref="Active"/> has been without a break.</summary>
    public double ActiveSince(TrackKey key) => activeSinceNs[key] / 1e9;

    /// <returns>The picture to be shown, of those that can be: the last screen that was shared, else the speaker's camera, else the first; null if there is none.</returns>
    public TrackKey? PreferredPicture() => Choose(Active.Where(key => canShow(CodecOf(key))));

    /// <returns>The codec of the picture that should be shown if it could be; null if it can be.</returns>
    public Codec? CodecNotShown() =>
        Choose(Active.Where(key => KindOf(key) == MediaKind.Video && CodecOf(key) != Codec.Unknown)) is { } wanted && !canShow(CodecOf(wanted)) ? CodecOf(wanted) : null;

    /// <param name="ns">Session time.</param>
    public void Take(TrackKey key, JournalRecordType type, double ns, ReadOnlySpan<byte> payload)
    {
        Heed(key, type, payload);
        HeedActive(ns);
        voiceSinceNs = HasVoice ? Math.Min(voiceSinceNs, ns) : double.PositiveInfinity;
        pictureSinceNs = HasPicture ? Math.Min(pictureSinceNs, ns) : double.PositiveInfinity;
    }

    public MediaKind? KindOf(TrackKey key) => clock.Survey.Tracks.GetValueOrDefault(key)?.Track.Kind;

    private void Heed(TrackKey key, JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case JournalRecordType.ChunkStart:
                open.RemoveAll(other => other.Epoch < key.Epoch);
                break;
            case JournalRecordType.TrackAdded when !open.Contains(key):
                open.Add(key);
                break;
            case JournalRecordType.TrackClosed:
                open.Remove(key);
                break;
            case JournalRecordType.TrackPaused:
                paused.Add(key);
                break;
            case JournalRecordType.TrackResumed:
                paused.Remove(key);
                break;
            case JournalRecordType.StageEvent:
                HeedSpeaker(payload);
                break;
        }
    }

    private void HeedActive(double ns)
    {
        var active = Active.ToHashSet();
        foreach (var gone in activeSinceNs.Keys.Where(key => !active.Contains(key)).ToList())
            activeSinceNs.Remove(gone);
        foreach (var key in active)
            activeSinceNs.TryAdd(key, ns);
    }

    private TrackKey? Choose(IEnumerable<TrackKey> candidates)
    {
        var pictures = candidates.ToList();
        var screens = pictures.Where(key => ProducerOf(key)?.Source == "screen").ToList();
        if (screens.Count > 0)
            return screens[^1];
        var speaking = pictures.Where(key => speaker is not null && ProducerOf(key)?.ParticipantId == speaker).ToList();
        return speaking.Count > 0 ? speaking[0] : pictures.Count > 0 ? pictures[0] : null;
    }

    private Codec CodecOf(TrackKey key) =>
        clock.Survey.Tracks.GetValueOrDefault(key)?.Codec is { } codec ? CodecPayload.FromMimeType(codec.MimeType) : Codec.Unknown;

    private ProducerIntroduced? ProducerOf(TrackKey key) =>
        clock.Survey.Tracks.TryGetValue(key, out var track) ? clock.ProducerOf(track.Track.Producer.Value) : null;

    private void HeedSpeaker(ReadOnlySpan<byte> payload)
    {
        if (StageEvent.TryRead(payload) is SpeakerChanged changed)
            speaker = clock.ProducerOf(changed.ProducerId)?.ParticipantId ?? speaker;
    }
}
