using System.Text.Json;

namespace Broadcast.Recorder.Tracks;

/// <summary>What a <c>producer</c> event of the stage says.</summary>
public sealed record StageProducer(string ProducerId, string? ParticipantId, string? DisplayName, string? Source)
{
    /// <returns>Null for another event or one without a producer.</returns>
    public static StageProducer? From(JsonElement stageEvent) =>
        Text(stageEvent, "type") == "producer" && Text(stageEvent, "producerId") is { } producerId
            ? new StageProducer(producerId, Text(stageEvent, "participantId"), Text(stageEvent, "displayName"), Text(stageEvent, "source"))
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
