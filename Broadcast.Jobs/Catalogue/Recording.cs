using Broadcast.Recorder.Composition;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Stage;

namespace Broadcast.Jobs.Catalogue;

/// <summary>One recording of one webinar, from its first packet to the published files.</summary>
public sealed class Recording
{
    public required RecordingId Id { get; init; }
    public required WebinarId WebinarId { get; init; }
    public RecordingState State { get; set; }

    /// <summary>The step under way or, when failed, the one that failed; null before and after processing.</summary>
    public RecordingStep? Step { get; set; }

    /// <summary>Progress of the whole processing, 0 to 100.</summary>
    public int Percent { get; set; }

    /// <summary>Estimate of what is left of the processing; null when nothing can be said.</summary>
    public int? SecondsLeft { get; set; }

    /// <summary>How it shall look.</summary>
    public CompositionStyle Style { get; set; } = CompositionStyle.Default;

    /// <summary>Counts renderings from 1: each has a folder of its own in the store, so that the last one can be watched meanwhile.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Counts how often all links to its files were taken back: those of an earlier series are worth nothing.</summary>
    public int LinkSeries { get; set; }

    /// <summary>Neither expires nor can be deleted.</summary>
    public bool LegalHold { get; set; }

    /// <summary>When it is deleted; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>What went wrong last, as a sentence for the organizer; null when nothing did.</summary>
    public string? Error { get; set; }

    /// <summary>While it is recorded, the process that has it recorded: its name.</summary>
    public string? Owner { get; set; }

    /// <summary>And which process of that name.</summary>
    public long? OwnerEpoch { get; set; }

    /// <summary>Until when it is the owner's without more being heard of it.</summary>
    public DateTimeOffset? OwnedUntil { get; set; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Playing time of the video; null until it is made.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>How often the processing under way has failed.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is tried again; null if nothing waits for that.</summary>
    public DateTimeOffset? NextTryAt { get; set; }

    /// <summary>The job that processes it, or did last; whether it still is there, the job store knows.</summary>
    public string? JobId { get; set; }

    /// <summary>When what there is was published; null until something was.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>When its journal was removed, without which it cannot be made again; null while there is one.</summary>
    public DateTimeOffset? JournalRemovedAt { get; set; }

    /// <summary>Bytes in the object store of what can be watched at once; 0 until all of it is there.</summary>
    public long LiveBytes { get; set; }

    /// <summary>The files in the object store; those of the last rendering that was published.</summary>
    public List<RecordingFile> Files { get; } = [];
}
