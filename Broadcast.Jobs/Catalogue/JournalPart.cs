using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Catalogue;

/// <summary>An epoch of a recording's journal, where journals go through the object store.</summary>
public sealed class JournalPart
{
    public required RecordingId RecordingId { get; init; }
    public required int Epoch { get; init; }

    /// <summary>What its chunks have in bytes, once all of them and its slip are in the store and were read back; null until then.</summary>
    public long? StoredBytes { get; set; }

    /// <summary>What of it the recording was made with, in bytes; null if it was made without it, or not yet.</summary>
    public long? UsedBytes { get; set; }

    /// <summary>What the store gave back was not what was put there: whoever still has it looks at all of it again.</summary>
    public bool IsDoubted { get; set; }

    /// <summary>Its recording was deleted: whoever still has it removes it.</summary>
    public bool IsDeleted { get; set; }
}
