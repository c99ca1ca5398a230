using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Data;

/// <summary>A chat message as it is stored.</summary>
public sealed class ChatEntry
{
    public long Id { get; init; }
    public required WebinarId WebinarId { get; init; }
    public required ParticipantId ParticipantId { get; init; }
    /// <summary>The sender's browser, to remove them by when they have left; null if it had no cookie.</summary>
    public string? VisitorId { get; init; }
    public required string DisplayName { get; init; }
    public required StageRole Role { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    /// <summary>When it was taken out of the chat; it stays here, and nobody is shown it any more.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
    public string? RemovedBy { get; set; }
}
