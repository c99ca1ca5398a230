using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Finalising;

namespace Broadcast.Jobs.Pipeline;

/// <summary>What the steps have made so far; null is not made yet.</summary>
public sealed record WorkState
{
    public static readonly WorkState Empty = new();

    public RecordingManifest? Manifest { get; init; }
    public MediaFile? Video { get; init; }
    public MediaFile? Poster { get; init; }

    /// <summary>The files as they lie, or are about to lie, in the store.</summary>
    public IReadOnlyList<RecordingFile>? Files { get; init; }
}
