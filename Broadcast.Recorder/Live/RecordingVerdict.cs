namespace Broadcast.Recorder.Live;

/// <summary>The verified light with the reason for it.</summary>
/// <param name="Sentence">For a presenter.</param>
/// <param name="CheckedAt">When a segment was last looked at; null before the first.</param>
public sealed record RecordingVerdict(RecordingLight Light, string Sentence, DateTimeOffset? CheckedAt = null)
{
    public static readonly RecordingVerdict Waiting = new(RecordingLight.Waiting, "Recording. The first check comes in a few seconds.");
}
