namespace Broadcast.Recorder.Manifest;

/// <summary>A half-open span of session time.</summary>
public readonly record struct SessionSpan(TimeSpan Start, TimeSpan End)
{
    public TimeSpan Length => End - Start;

    public bool Covers(TimeSpan at) => at >= Start && at < End;
}
