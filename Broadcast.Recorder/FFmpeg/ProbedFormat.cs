namespace Broadcast.Recorder.FFmpeg;

/// <summary>The container; durations are seconds in text.</summary>
public sealed record ProbedFormat(string? Duration)
{
    public TimeSpan Length => ProbedStream.ParseSeconds(Duration);
}
