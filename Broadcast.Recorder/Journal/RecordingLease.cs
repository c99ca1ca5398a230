namespace Broadcast.Recorder.Journal;

/// <summary>How long a process that makes a recording keeps it without saying so again, beside the journal and in the catalogue.</summary>
public static class RecordingLease
{
    /// <summary>How often it is renewed.</summary>
    public static TimeSpan Renewal { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Not renewed for this long, the recording is left behind.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(20);
}
