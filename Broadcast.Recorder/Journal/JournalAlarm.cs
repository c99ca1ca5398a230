namespace Broadcast.Recorder.Journal;

/// <summary>What endangers a recording's journal, from none to worst.</summary>
public enum JournalAlarm
{
    None,

    /// <summary>Less space is left than <c>Recorder:LowSpaceBytes</c>.</summary>
    SpaceLow,

    /// <summary>The disk takes too long: packets wait in memory.</summary>
    Slow,

    /// <summary>The disk refuses to be written; packets wait in memory.</summary>
    Failing,

    /// <summary>The memory is full too: packets are being lost.</summary>
    Shedding,

    /// <summary>A limit was reached: no packets are taken any more, and what was written is kept.</summary>
    Stopped,
}
