using System.ComponentModel.DataAnnotations;
using Broadcast.Recorder.FFmpeg;

namespace Broadcast.Recorder.Hosting;

/// <summary>The settings under <c>Recorder</c>.</summary>
public sealed class RecorderOptions
{
    public const string Section = "Recorder";

    /// <summary>Where journals are written, one directory per recording. Default <c>data/journals</c>.</summary>
    [Required]
    public string Directory { get; set; } = "data/journals";

    /// <summary>How long a packet may wait in memory before it is written, in milliseconds: what a killed process loses. Default 200.</summary>
    [Range(1, 10_000)]
    public int FlushMilliseconds { get; set; } = 200;

    /// <summary>How often written data is forced to the disk, in milliseconds: what a power cut loses. 0 leaves it to the system. Default 1000.</summary>
    [Range(0, 60_000)]
    public int SyncMilliseconds { get; set; } = 1_000;

    /// <summary>A chunk closes after this many seconds. Default 60.</summary>
    [Range(1, 3_600)]
    public int ChunkSeconds { get; set; } = 60;

    /// <summary>A chunk closes at this many bytes. Default 64 MB.</summary>
    [Range(65_536, 1_000_000_000)]
    public long ChunkBytes { get; set; } = 64_000_000;

    /// <summary>Memory for packets that wait for the disk, in bytes per recording. Beyond it packets are shed, counted and reported. Default 8 MiB.</summary>
    [Range(1 << 20, 1 << 30)]
    public int QueueBytes { get; set; } = 8 << 20;

    public FFmpegOptions FFmpeg { get; set; } = new();
}
