namespace Broadcast.Recorder.Journal;

/// <summary>How a journal's writing goes, read at one moment.</summary>
/// <param name="WaitingBytes">Packets in memory that are not yet in a chunk.</param>
/// <param name="Stalled">For how long nothing could be written, though something waits.</param>
/// <param name="Shed">Records lost since the journal was opened.</param>
/// <param name="WrittenBytes">What the recording's chunks hold, over all epochs.</param>
/// <param name="Failure">What the disk said, while it refuses.</param>
/// <param name="Limit">Why nothing more is taken, in words; null while packets are.</param>
public sealed record JournalHealth(
    JournalAlarm Alarm, long WaitingBytes, TimeSpan Stalled, long Shed, long WrittenBytes, long FreeBytes, string? Failure, string? Limit = null)
{
    /// <summary>A sentence for an organizer; null when all is well.</summary>
    public string? Sentence => Alarm switch
    {
        JournalAlarm.SpaceLow => $"The disk is nearly full: {FreeBytes / 1_000_000} MB are left for the recording.",
        JournalAlarm.Slow => $"The disk is slow: the recording has been waiting for it for {Stalled.TotalSeconds:0.0} s.",
        JournalAlarm.Failing => $"The recording cannot be written: {Failure}. It is kept in memory for now.",
        JournalAlarm.Stopped => Limit,
        JournalAlarm.Shedding => $"The disk does not keep up and memory is full: {Shed} packets of the recording are lost.",
        _ => null,
    };
}
