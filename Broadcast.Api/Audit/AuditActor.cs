using System.Security.Claims;

namespace Broadcast.Api.Audit;

/// <summary>On whose behalf something was done.</summary>
/// <param name="Name">An organizer's e-mail address, a participant's name, or which part of the program; null for a stranger.</param>
/// <param name="Address">The IP address it came from; null for what happened inside.</param>
internal sealed record AuditActor(string? Name, string? Address)
{
    /// <summary>The server itself: a command typed there, or a limit that was reached.</summary>
    public static readonly AuditActor Server = new("server", null);

    /// <summary>The organizer who is signed in, or a stranger with their address.</summary>
    public static AuditActor Of(HttpContext? request) => request is null
        ? Server
        : new AuditActor(request.User.FindFirstValue(ClaimTypes.Email), request.Connection.RemoteIpAddress?.ToString());
}
