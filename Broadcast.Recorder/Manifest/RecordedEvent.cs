using System.Text.Json;
using System.Text.Json.Serialization;
using Broadcast.Recorder.Stage;

namespace Broadcast.Recorder.Manifest;

/// <summary>A stage event as the Api sent it; what is not known of it is kept.</summary>
/// <param name="At">Session time.</param>
public sealed record RecordedEvent(TimeSpan At, JsonElement Event)
{
    /// <summary>What is known of it; null if nothing is.</summary>
    [JsonIgnore]
    public StageEvent? Known => StageEvent.TryRead(Event);
}
