using System.Text.Json;

namespace Broadcast.Recorder.Finalising;

/// <summary>Reads stage events, which may be of any shape.</summary>
public static class StageEvent
{
    public static bool Is(JsonElement stageEvent, string type) => Text(stageEvent, "type") == type;

    /// <returns>Null if the event has no such text.</returns>
    public static string? Text(JsonElement stageEvent, string name) =>
        stageEvent.ValueKind == JsonValueKind.Object && stageEvent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
