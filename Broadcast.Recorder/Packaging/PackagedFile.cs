using Broadcast.Recorder.Files;

namespace Broadcast.Recorder.Packaging;

/// <summary>A file to be published.</summary>
public sealed record PackagedFile(RecordingFileKind Kind, MediaFile File);
