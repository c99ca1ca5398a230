namespace Broadcast.Recorder.Live;

/// <summary>A file of what can be watched of a running recording, whole; a playlist or index comes again each time it grew.</summary>
public sealed record LiveFile(string RecordingId, string Path, string ContentType)
{
    public string Name => System.IO.Path.GetFileName(Path);
}
