using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Packaging;

namespace Broadcast.Jobs.Catalogue;

/// <summary>A file of a recording as it lies in the object store.</summary>
public sealed class RecordingFile
{
    /// <summary>Its key in the object store, unique across all recordings.</summary>
    public required string StoreKey { get; init; }

    public required RecordingId RecordingId { get; init; }

    /// <summary>The name a person sees, such as <c>recording.mp4</c>.</summary>
    public required string Name { get; init; }

    public RecordingFileKind Kind { get; init; }
    public required string ContentType { get; init; }
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the content, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }
}
