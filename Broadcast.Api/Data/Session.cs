
namespace Broadcast.Api.Data;

/// <summary>One organizer signed in on one browser. The cookie names it; without it the cookie is worth nothing.</summary>
internal sealed class Session
{
    public const int MaxBrowserLength = 200;

    /// <summary>No secret: only the server can make the cookie that goes with it.</summary>
    public required string Id { get; init; }
    public required string OrganizerId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>To the minute.</summary>
    public DateTimeOffset LastSeenAt { get; set; }
    /// <summary>Moves with <see cref="LastSeenAt"/>.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
    /// <summary>The IP address it was last used from.</summary>
    public string? Address { get; set; }
    /// <summary>What the browser calls itself.</summary>
    public required string Browser { get; init; }
}
