using Broadcast.Api.Data;

namespace Broadcast.Api.Identity;

/// <summary>Where an organizer is signed in.</summary>
/// <param name="Browser">What it calls itself.</param>
/// <param name="Address">The IP address it was last used from.</param>
/// <param name="Current">It is the one that asks.</param>
internal sealed record OpenSession(string Id, string Browser, string? Address, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool Current)
{
    public static OpenSession Of(Session session, string? current) =>
        new(session.Id, session.Browser, session.Address, session.CreatedAt, session.LastSeenAt, session.Id == current);
}
