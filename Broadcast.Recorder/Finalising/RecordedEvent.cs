using System.Text.Json;

namespace Broadcast.Recorder.Finalising;

/// <summary>A stage event as the Api sent it; unknown types are kept.</summary>
/// <param name="At">Session time.</param>
public sealed record RecordedEvent(TimeSpan At, JsonElement Event);
