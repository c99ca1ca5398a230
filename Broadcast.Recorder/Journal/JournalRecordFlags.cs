namespace Broadcast.Recorder.Journal;

/// <summary>Bits of a record's flags byte.</summary>
[Flags]
internal enum JournalRecordFlags : byte
{
    None = 0,

    /// <summary>Said before; said again so that a chunk can be read alone, and also if one place of it cannot be read.</summary>
    Repeated = 1,
}
