namespace Broadcast.Jobs.Catalogue;

/// <summary>One recording of one webinar, from its first packet to the published files.</summary>
public sealed class Recording
{
    public required string Id { get; init; }
    public required string WebinarId { get; init; }
    public RecordingState State { get; set; }

    /// <summary>The step under way or, when failed, the one that failed; null before and after processing.</summary>
    public RecordingStep? Step { get; set; }

    /// <summary>Progress of the whole processing, 0 to 100.</summary>
    public int Percent { get; set; }

    /// <summary>What went wrong last, as a sentence for the organizer; null when nothing did.</summary>
    public string? Error { get; set; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Playing time of the video; null until it is made.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>The files in the object store; none may be offered unless the state is <see cref="RecordingState.Ready"/>.</summary>
    public List<RecordingFile> Files { get; } = [];
}
