using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Live.Formats;

/// <summary>A file of what can be watched of a running recording, whole.</summary>
/// <param name="Grows">A playlist or index: it names files that came before it, and comes again each time it grew.</param>
public sealed record LiveFile(RecordingId RecordingId, string Path, string ContentType, bool Grows)
{
    public string Name => System.IO.Path.GetFileName(Path);
}
