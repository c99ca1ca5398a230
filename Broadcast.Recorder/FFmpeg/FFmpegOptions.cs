using System.ComponentModel.DataAnnotations;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>Which FFmpeg to run and how it shares the machine.</summary>
public sealed class FFmpegOptions
{
    /// <summary>Name on the path, or a path. Default <c>ffmpeg</c>.</summary>
    [Required]
    public string Executable { get; set; } = "ffmpeg";

    /// <summary>Name on the path, or a path. Default <c>ffprobe</c>.</summary>
    [Required]
    public string ProbeExecutable { get; set; } = "ffprobe";

    /// <summary>Scheduling niceness, 0 to 19. Default 19: a live webinar on the same machine always goes first.</summary>
    [Range(0, 19)]
    public int Niceness { get; set; } = 19;
}
