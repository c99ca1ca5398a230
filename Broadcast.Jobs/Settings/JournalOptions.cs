using System.ComponentModel.DataAnnotations;

namespace Broadcast.Jobs.Settings;

/// <summary>Section <c>Journal</c>: how journals come to those who make videos of them, and for how long a published recording can be made again.</summary>
public sealed class JournalOptions
{
    public const string Section = "Journal";

    /// <summary>
    /// Days after publication for which a recording's journal is kept, unless it is on legal hold or being made again: then it stays until
    /// that is over. 0 keeps it as long as the recording. Default: 30.
    /// </summary>
    [Range(0, 36_500, ErrorMessage = "Journal:KeepDays must be between 0 and 36500.")]
    public int KeepDays { get; set; } = 30;

    /// <summary>
    /// Whether journals go through the object store, so that any machine makes the video of any recording: on recording machines they are put there while they
    /// are written, and go from the disk when the recording is published. The same at all processes on one database. Default: false, the recording nodes' and job
    /// workers' <c>Recorder:Directory</c> is one.
    /// </summary>
    public bool ThroughStore { get; set; }

    /// <summary>Between two looks for what is to be put into the store, and for what has come there. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "Journal:LookInterval must be between 10 ms and 10 min.")]
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// For how long the making of a video waits for a part of the journal from another machine. Then the video is made of what has come, and again when the
    /// rest comes. Default: 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Journal:Patience must be between 0 and a day.")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(10);
}
