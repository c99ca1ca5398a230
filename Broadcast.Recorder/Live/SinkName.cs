using System.Globalization;
using Broadcast.Recorder.Journal;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Live;

/// <summary>What the control contract calls the place where a direct transport puts a recording's packets: <c>recording/ID</c> or <c>recording/ID/OPENING</c>.</summary>
public static class SinkName
{
    private const string Recording = "recording";

    public static string Of(RecordingId recordingId) => $"{Recording}/{recordingId}";

    /// <param name="opening">How often the recording was opened before, on whichever node.</param>
    public static string Of(RecordingId recordingId, int opening) =>
        opening == 0 ? Of(recordingId) : string.Create(CultureInfo.InvariantCulture, $"{Of(recordingId)}/{opening}");

    /// <returns>False if it is no recording's name.</returns>
    public static bool TryParse(string sink, out RecordingId recordingId, out int opening)
    {
        (recordingId, opening) = (default, 0);
        if (sink.Split('/') is not [Recording, var id, .. var rest] || !IId.IsValid(id))
            return false;
        recordingId = new RecordingId(id);
        return rest is [] || rest is [var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out opening);
    }
}
