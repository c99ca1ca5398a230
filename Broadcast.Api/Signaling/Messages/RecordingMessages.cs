using System.Text.Json.Serialization;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Signaling.Messages;

[JsonConverter(typeof(CamelCaseEnumConverter<RecordingPhase>))]
public enum RecordingPhase
{
    Recording,
    Paused,

    /// <summary>Wanted, and not there: the sentence says why.</summary>
    Stopped,
}

/// <summary>How the recording of a live webinar goes.</summary>
/// <param name="Id">Null while there is none.</param>
/// <param name="Sentence">Why the light is as it is.</param>
/// <param name="CheckedAt">When what was recorded was last played back; null before the first time.</param>
public sealed record RecordingStatus(RecordingId? Id, RecordingPhase State, RecordingLight Light, string Sentence, DateTimeOffset? CheckedAt)
{
    public static RecordingStatus Stopped(string reason) => new(null, RecordingPhase.Stopped, RecordingLight.Red, reason, null);
}

/// <param name="Recording">Null when there is none any more.</param>
public sealed record RecordingChange(RecordingStatus? Recording);
