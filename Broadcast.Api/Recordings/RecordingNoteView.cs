namespace Broadcast.Api.Recordings;

/// <summary>Something that happened to a recording, as a sentence.</summary>
internal sealed record RecordingNoteView(DateTimeOffset At, string Text);
