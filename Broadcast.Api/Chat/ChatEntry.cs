using Broadcast.Api.Links;

namespace Broadcast.Api.Chat;

/// <summary>A chat message as it is stored.</summary>
public sealed class ChatEntry
{
    public long Id { get; init; }
    public required string WebinarId { get; init; }
    public required string ParticipantId { get; init; }
    public required string DisplayName { get; init; }
    public required StageRole Role { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset SentAt { get; init; }
}
