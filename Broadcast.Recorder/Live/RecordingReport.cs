using System.Text.Json;
using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Live;

/// <summary>What the recorder tells whoever has a recording made, whenever it changes: the report of its direct transport's sink.</summary>
/// <param name="Limit">Which limit the recording has reached, in words: nothing more is recorded and it is to be ended. Null while it goes on.</param>
public sealed record RecordingReport(RecordingId RecordingId, RecordingVerdict Verdict, string? Limit = null)
{
    /// <returns>Null if it is no such report.</returns>
    public static RecordingReport? TryRead(JsonElement json)
    {
        try
        {
            return json.Deserialize(RecordingReportJson.Default.RecordingReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, RecordingReportJson.Default.RecordingReport);
}
