using System.ComponentModel.DataAnnotations;

namespace Broadcast.Recorder.Journal;

/// <summary>The settings under <c>Recorder</c>.</summary>
public sealed class RecorderOptions
{
    public const string Section = "Recorder";

    /// <summary>Where journals are written, one directory per recording. Default <c>data/journals</c>.</summary>
    [Required]
    [RegularExpression("[^\"]*", ErrorMessage = "Recorder:Directory must not have a quotation mark.")]
    public string Directory { get; set; } = "data/journals";

    /// <summary>What the process is called: what a process of the same name left behind is its own at once, anybody else's after 20 s. Default: the machine's name.</summary>
    [Required]
    public string Node { get; set; } = Environment.MachineName;

    /// <summary>How long a packet may wait in memory before it is written to the system, in milliseconds. Default 10.</summary>
    [Range(1, 10_000)]
    public int FlushMilliseconds { get; set; } = 10;

    /// <summary>
    /// How often written data is forced to the disk, in milliseconds. A power cut loses at most so much and what the disk takes to do it;
    /// 0 leaves it to the system, which on Linux is up to 30 s. Default 500.
    /// </summary>
    [Range(0, 60_000)]
    public int SyncMilliseconds { get; set; } = 500;

    /// <summary>A chunk closes after this many seconds. Default 60.</summary>
    [Range(1, 3_600)]
    public int ChunkSeconds { get; set; } = 60;

    /// <summary>A chunk closes at this many bytes. Default 64 MB.</summary>
    [Range(65_536, 1_000_000_000)]
    public long ChunkBytes { get; set; } = 64_000_000;

    /// <summary>Memory for packets that wait for the disk, in bytes per recording. Beyond it packets are shed, counted and reported. Default 8 MiB.</summary>
    [Range(1 << 20, 1 << 30)]
    public int QueueBytes { get; set; } = 8 << 20;

    /// <summary>
    /// A directory of a memory file system for those packets, from which the next process recovers what a killed one had not written.
    /// Empty: they lie in the process's own memory, and a kill loses the last <see cref="FlushMilliseconds"/>. Default <c>/dev/shm</c> where it exists.
    /// </summary>
    public string QueueDirectory { get; set; } = System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : "";

    /// <summary>An alarm is raised when less is left on the journal's disk, in bytes. Default 1 GB.</summary>
    [Range(0, long.MaxValue)]
    public long LowSpaceBytes { get; set; } = 1_000_000_000;

    /// <summary>When less is left on the journal's disk, in bytes, recordings are stopped and none begins: what is there is kept. Default 500 MB.</summary>
    [Range(0, long.MaxValue)]
    public long FloorBytes { get; set; } = 500_000_000;

    /// <summary>A recording is stopped when its journal has this many bytes. Default 100 GB, about 50 hours of one presenter in 1080p.</summary>
    [Range(1_000_000, long.MaxValue)]
    public long RecordingBytes { get; set; } = 100_000_000_000;
}
