namespace Broadcast.Api.Signaling.Messages;

/// <summary>Why a connection's part in the webinar is over: it is told, and what it held is closed.</summary>
/// <param name="Code">Stable, for pages to decide on (docs/protocol.md).</param>
/// <param name="Message">A sentence to show.</param>
public sealed record Dismissal(string Code, string Message)
{
    public static readonly Dismissal LinkRevoked = new("link_revoked", "This link is no longer valid. Ask the organizer for a new one.");
    public static readonly Dismissal LinkExpired = new("link_expired", "This link has expired. Ask the organizer for a new one.");
    public static readonly Dismissal SeatTaken = new("seat_taken", "The webinar was opened in another window.");
    public static readonly Dismissal Removed = new("removed", "You were removed from this webinar.");
}
