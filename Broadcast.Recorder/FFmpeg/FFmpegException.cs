namespace Broadcast.Recorder.FFmpeg;

/// <summary>A tool exited with an error; the message ends with what it said.</summary>
public sealed class FFmpegException(string tool, int exitCode, string said)
    : Exception($"{tool} exited with {exitCode}: {(said.Length <= MaxSaid ? said : said[^MaxSaid..]).Trim()}")
{
    private const int MaxSaid = 2_000;

    public int ExitCode { get; } = exitCode;
}
