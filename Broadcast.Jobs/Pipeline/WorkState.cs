using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Packaging;

namespace Broadcast.Jobs.Pipeline;

/// <summary>What the steps have made so far; null is not made yet.</summary>
internal sealed record WorkState
{
    public static readonly WorkState Empty = new();

    /// <summary>Since when this machine waits for parts of the journal from others, by its own clock.</summary>
    public DateTimeOffset? WaitsSince { get; init; }

    public RecordingManifest? Manifest { get; init; }
    public MediaFile? Video { get; init; }

    /// <summary>The video and everything beside it.</summary>
    public IReadOnlyList<PackagedFile>? Package { get; init; }

    /// <summary>The files as they lie, or are about to lie, in the store.</summary>
    public IReadOnlyList<RecordingFile>? Files { get; init; }
}
