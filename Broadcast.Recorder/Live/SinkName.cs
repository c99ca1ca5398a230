using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Live;

/// <summary>What the control contract calls the place where a direct transport puts a recording's packets.</summary>
public static class SinkName
{
    internal const string Prefix = "recording/";

    public static string Of(RecordingId recordingId) => Prefix + recordingId.Value;
}
