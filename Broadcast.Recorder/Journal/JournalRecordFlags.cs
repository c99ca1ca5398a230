namespace Broadcast.Recorder.Journal;

/// <summary>Bits of a record's flags byte.</summary>
[Flags]
internal enum JournalRecordFlags : byte
{
    None = 0,

    /// <summary>Said before in an earlier chunk; said again so that the chunk can be read alone.</summary>
    Repeated = 1,
}
