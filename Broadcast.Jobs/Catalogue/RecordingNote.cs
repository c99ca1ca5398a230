using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Catalogue;

/// <summary>Something that happened to a recording, as a sentence for its organizer.</summary>
public sealed class RecordingNote
{
    public const int MaxTextLength = 2_000;

    public long Id { get; init; }
    public required RecordingId RecordingId { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Text { get; init; }
}
