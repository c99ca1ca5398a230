using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Data;

/// <summary>A link as it is stored. Its token is made from it again whenever it is shown.</summary>
internal sealed class IssuedLink
{
    public const int MaxLabelLength = 100;

    public required string Id { get; init; }
    public required WebinarId WebinarId { get; init; }
    public required StageRole Role { get; init; }
    /// <summary>Whose link it is, when it is one person's. Null for a link that is passed on to many.</summary>
    public string? Label { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>The organizer's name; null for a link that the server made itself.</summary>
    public string? CreatedBy { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsPersonal => Label is not null;
}
