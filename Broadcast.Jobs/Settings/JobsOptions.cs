using System.ComponentModel.DataAnnotations;

namespace Broadcast.Jobs.Settings;

/// <summary>Section <c>Jobs</c>: where processing keeps its state and how hard it may work.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>The folder of the databases, the key of download links and the work files. Default: <c>data</c> in the working folder.</summary>
    [Required(ErrorMessage = "Jobs:DataDirectory must name a folder.")]
    public string DataDirectory { get; set; } = "data";

    /// <summary>
    /// Recordings processed at the same time. Default: half the cores, at least 1, since each step may keep two busy. 0 leaves them to other processes, as beside
    /// a recording media node, whose journals and live files are put into the store all the same.
    /// </summary>
    [Range(0, 256, ErrorMessage = "Jobs:Concurrency must be between 0 and 256.")]
    public int Concurrency { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How often a failed step is tried again before the recording counts as failed. Default: 5.</summary>
    [Range(0, 100, ErrorMessage = "Jobs:Retries must be between 0 and 100.")]
    public int Retries { get; set; } = 5;

    /// <summary>Wait before the first retry; each further one waits twice as long. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00", ErrorMessage = "Jobs:RetryDelay must be between 1 ms and 1 h.")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>No retry waits longer than this. Default: 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ErrorMessage = "Jobs:LongestRetryDelay must be between 1 ms and a day.")]
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Of processes on one PostgreSQL: the job of one that says nothing more is another's within this time. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "Jobs:TakeOverAfter must be between 5 s and 1 h.")]
    public TimeSpan TakeOverAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is looked for recordings that could not be planned when they ended, as on a full disk. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00", ErrorMessage = "Jobs:CatchUpInterval must be between 10 ms and 1 h.")]
    public TimeSpan CatchUpInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Least time between two writes of a recording's progress. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ErrorMessage = "Jobs:ProgressInterval must be between 10 ms and 1 min.")]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For how long a file of a running recording that the store does not take holds up those after it. Then it is set aside: what can be
    /// watched at once ends before it until the store takes it. Default: 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Jobs:LiveUploadPatience must be between 0 and a day.")]
    public TimeSpan LiveUploadPatience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Path of an image for the upper right corner of recordings that are rendered in another look. Default: none.</summary>
    public string? Logo { get; set; }

    /// <summary>Days after which a published recording is deleted, unless it is kept or on legal hold. 0 keeps all. Default: 0.</summary>
    [Range(0, 36_500, ErrorMessage = "Jobs:RetentionDays must be between 0 and 36500.")]
    public int RetentionDays { get; set; }

    /// <summary>Bytes that must be free on the disk of the data folder before processing begins, at the least. Default: 0, what the recording needs.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Jobs:LeastFreeBytes must not be negative.")]
    public long LeastFreeBytes { get; set; }

    internal string DownloadKeyPath => Path.Combine(DataDirectory, "download-links.key");
    internal string WorkDirectory => Path.Combine(DataDirectory, "work");
    internal string ObjectsDirectory => Path.Combine(DataDirectory, "objects");

    /// <summary>How late a retry may be.</summary>
    internal TimeSpan RetryPrecision => TimeSpan.FromMilliseconds(Math.Clamp(RetryDelay.TotalMilliseconds / 5, 20, 5_000));

    /// <summary>How long to wait after the so-manieth failure.</summary>
    /// <param name="failures">At least 1.</param>
    /// <returns>Null if it was the last one that is tried again.</returns>
    internal TimeSpan? WaitAfter(int failures) => failures > Retries
        ? null
        : TimeSpan.FromTicks((long)Math.Min(LongestRetryDelay.Ticks, RetryDelay.Ticks * Math.Pow(2, failures - 1)));
}
