using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Broadcast.Api.Identity;

/// <summary>Lets an organizer in: a session, its cookie, and the mark that this browser is known.</summary>
internal sealed class SignIn(Sessions sessions, KnownDevice device, SignInBrake brake, AuditLog audit)
{
    /// <summary>
    /// Where a try at an account counts: on a browser or at an address where its organizer has signed in, there alone; else with all the
    /// other strangers.
    /// </summary>
    public async Task<string> OriginAsync(HttpContext request, string email, Organizer? organizer)
    {
        if (organizer is null)
            return email;
        if (device.Recognize(request, organizer) is { } known)
            return $"{email} on {known}";
        var address = request.Connection.RemoteIpAddress?.ToString();
        return await sessions.IsKnownAtAsync(organizer.Id, address, request.RequestAborted) ? $"{email} at {address}" : email;
    }

    public bool TryEnter(string origin, out TimeSpan wait) => brake.TryEnter(origin, out wait);

    /// <summary>The organizer has shown who they are.</summary>
    public async Task CompleteAsync(HttpContext request, Organizer organizer, string? origin = null)
    {
        if (origin is not null)
            brake.Release(origin);
        // Who signs in again on the same browser has one session, not two.
        if (request.User.SessionIdOf() is { } previous)
            await sessions.EndAsync(request.User.OrganizerIdOf(), previous);
        var session = await sessions.BeginAsync(organizer, request);
        var scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        request.User = organizer.ToPrincipal(session.Id, scheme);
        await request.SignInAsync(scheme, request.User);
        device.Remember(request, organizer);
        await audit.RecordAsync(AuditAction.SignedIn, session.Id, session.Browser);
    }

    public Task FailAsync(string email) => audit.RecordAsync(AuditAction.SignInFailed, email);
}
