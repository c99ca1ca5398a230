using System.Text.Json;
using Broadcast.Recorder.Finalising;

namespace Broadcast.Recorder.Tracks;

/// <summary>What a <c>producer</c> event of the stage says.</summary>
public sealed record StageProducer(string ProducerId, string? ParticipantId, string? DisplayName, string? Source)
{
    /// <returns>Null for another event or one without a producer.</returns>
    public static StageProducer? From(JsonElement stageEvent) =>
        StageEvent.Is(stageEvent, "producer") && StageEvent.Text(stageEvent, "producerId") is { } producerId
            ? new StageProducer(producerId, StageEvent.Text(stageEvent, "participantId"), StageEvent.Text(stageEvent, "displayName"), StageEvent.Text(stageEvent, "source"))
            : null;
}
