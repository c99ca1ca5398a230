using System.Security.Claims;
using Broadcast.Api.Data;

namespace Broadcast.Api.Identity;

/// <summary>Carries a session and whose it is through the claims of a request.</summary>
internal static class SessionClaims
{
    private const string SessionId = "session";

    public static ClaimsPrincipal ToPrincipal(this Organizer organizer, string sessionId, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(SessionId, sessionId),
            new Claim(ClaimTypes.NameIdentifier, organizer.Id),
            new Claim(ClaimTypes.Name, organizer.Name),
            new Claim(ClaimTypes.Email, organizer.Email),
        ], scheme));

    /// <returns>Null for a stranger.</returns>
    public static string? SessionIdOf(this ClaimsPrincipal user) => user.FindFirstValue(SessionId);

    /// <summary>Of a caller who is signed in.</summary>
    public static string OrganizerIdOf(this ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier)!;
}
