using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Stage;

namespace Broadcast.Recorder.Composition;

/// <summary>Who spoke when, by the stage's <c>activeSpeaker</c> events. Somebody who speaks only for a moment is passed over.</summary>
internal sealed class SpeakerTimeline
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly List<(TimeSpan At, ParticipantId? Participant)> changes = [];

    public SpeakerTimeline(RecordingManifest manifest)
    {
        var participants = manifest.Tracks.Where(track => track.ParticipantId is not null)
            .DistinctBy(track => track.ProducerId).ToDictionary(track => track.ProducerId, track => track.ParticipantId);
        var said = manifest.Events
            .Select(each => (each.At, Participant: each.Known is SpeakerChanged speaker ? participants.GetValueOrDefault(speaker.ProducerId) : null))
            .Where(each => each.Participant is not null)
            .ToList();
        for (var i = 0; i < said.Count; i++)
        {
            var until = i + 1 < said.Count ? said[i + 1].At : manifest.Duration;
            if (until - said[i].At >= Moment && (changes.Count == 0 || changes[^1].Participant != said[i].Participant))
                changes.Add((said[i].At, said[i].Participant));
        }
    }

    /// <summary>When somebody else began to speak.</summary>
    public IEnumerable<TimeSpan> Changes => changes.Select(change => change.At);

    /// <returns>A participant's id; null before anybody spoke.</returns>
    public ParticipantId? At(TimeSpan time) => changes.FindLast(change => change.At <= time).Participant;
}
