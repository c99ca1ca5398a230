using System.Text.Json.Serialization;
using Broadcast.Recorder.Live;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Signaling.Messages;

[JsonConverter(typeof(CamelCaseEnumConverter<RecordingPhase>))]
public enum RecordingPhase
{
    Recording,
    Paused,
}

/// <summary>How the recording of a live webinar goes.</summary>
/// <param name="Sentence">Why the light is as it is.</param>
/// <param name="CheckedAt">When what was recorded was last played back; null before the first time.</param>
public sealed record RecordingStatus(string Id, RecordingPhase State, RecordingLight Light, string Sentence, DateTimeOffset? CheckedAt)
{
    public static RecordingStatus Of(string id, bool isPaused, RecordingVerdict? verdict) => isPaused
        ? new RecordingStatus(id, RecordingPhase.Paused, RecordingLight.Waiting, "Paused. Nothing is recorded until you resume.", null)
        : new RecordingStatus(
            id, RecordingPhase.Recording,
            verdict?.Light ?? RecordingLight.Waiting, (verdict ?? RecordingVerdict.Waiting).Sentence, verdict?.CheckedAt);
}

/// <param name="Recording">Null when there is none any more.</param>
public sealed record RecordingChange(RecordingStatus? Recording);
