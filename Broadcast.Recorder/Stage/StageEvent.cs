using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broadcast.Recorder.Stage;

/// <summary>
/// Something that happened on the stage, as it lies in the journal: written by the stage, read by whoever makes something of the
/// recording. An event whose type is not known here is a plain <see cref="StageEvent"/>; fields that are not known are passed over.
/// </summary>
/// <remarks>The names are the file format (docs/journal.md): never reuse one.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(WebinarStarted), "webinarStarted")]
[JsonDerivedType(typeof(WebinarEnded), "webinarEnded")]
[JsonDerivedType(typeof(RecordingPaused), "recordingPaused")]
[JsonDerivedType(typeof(RecordingResumed), "recordingResumed")]
[JsonDerivedType(typeof(RecordingContinued), "recordingContinued")]
[JsonDerivedType(typeof(MarkerSet), "marker")]
[JsonDerivedType(typeof(ProducerIntroduced), "producer")]
[JsonDerivedType(typeof(ProducerPauseChanged), "producerPaused")]
[JsonDerivedType(typeof(ProducerLeft), "producerClosed")]
[JsonDerivedType(typeof(SpeakerChanged), "activeSpeaker")]
public record StageEvent
{
    /// <returns>Null if it is no event, or none of the form that its type has.</returns>
    public static StageEvent? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StageEventJson.Default.StageEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte})"/>
    public static StageEvent? TryRead(JsonElement json)
    {
        try
        {
            return json.Deserialize(StageEventJson.Default.StageEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The form in which a direct transport takes it.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, StageEventJson.Default.StageEvent);
}
