using System.Globalization;
using System.Security.Claims;
using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Identity;

/// <summary>Signing in and out, here and elsewhere.</summary>
internal static class SessionEndpoints
{
    public static IEndpointRouteBuilder MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/api/session").WithTags("Session");
        session.MapPost("", Enter).LimitPerAddress(AddressLimit.SignIn);
        session.MapGet("", GetSession).RequireAuthorization();
        session.MapDelete("", SignOut);
        var sessions = routes.MapGroup("/api/sessions").WithTags("Session").RequireAuthorization();
        sessions.MapGet("", List);
        sessions.MapDelete("", EndOthers);
        sessions.MapDelete("/{id}", End);
        return routes;
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Enter(
        SignInRequest request, BroadcastDb db, Credentials credentials, SignIn signIn, HttpContext http, CancellationToken cancellationToken)
    {
        var email = Organizer.NormalizeEmail(request.Email);
        var organizer = await db.Organizers.AsNoTracking().SingleOrDefaultAsync(o => o.Email == email, cancellationToken);
        var origin = await signIn.OriginAsync(http, email, organizer);
        if (!signIn.TryEnter(origin, out var wait))
            return TooMany(http, wait);
        if (!credentials.Match(organizer, request.Password))
        {
            await signIn.FailAsync(email);
            return Problems.Unauthorized("The e-mail address or the password is wrong.");
        }
        await signIn.CompleteAsync(http, organizer, origin);
        return TypedResults.Ok(new SessionView(organizer.Name, organizer.Email));
    }

    private static ProblemHttpResult TooMany(HttpContext http, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.RateLimited(
            $"Too many wrong passwords for this account. Wait {seconds} seconds, or sign in where you have signed in before.");
    }

    private static Ok<SessionView> GetSession(ClaimsPrincipal user) =>
        TypedResults.Ok(new SessionView(user.FindFirstValue(ClaimTypes.Name)!, user.FindFirstValue(ClaimTypes.Email)!));

    private static async Task<NoContent> SignOut(Sessions sessions, AuditLog audit, HttpContext http)
    {
        if (http.User.SessionIdOf() is { } id && await sessions.EndAsync(http.User.OrganizerIdOf(), id))
            await audit.RecordAsync(AuditAction.SignedOut, id);
        await http.SignOutAsync();
        return TypedResults.NoContent();
    }

    private static async Task<Ok<OpenSession[]>> List(Sessions sessions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var open = await sessions.ListAsync(user.OrganizerIdOf(), cancellationToken);
        return TypedResults.Ok(open.Select(session => OpenSession.Of(session, user.SessionIdOf())).ToArray());
    }

    private static async Task<NoContent> EndOthers(Sessions sessions, AuditLog audit, ClaimsPrincipal user)
    {
        var ended = await sessions.EndAllAsync(user.OrganizerIdOf(), except: user.SessionIdOf());
        if (ended > 0)
            await audit.RecordAsync(AuditAction.SessionEnded, user.SessionIdOf(), $"All but this one: {ended}");
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> End(string id, Sessions sessions, AuditLog audit, ClaimsPrincipal user)
    {
        if (!await sessions.EndAsync(user.OrganizerIdOf(), id))
            return Problems.NotFound("This session has ended already.");
        await audit.RecordAsync(AuditAction.SessionEnded, id);
        return TypedResults.NoContent();
    }
}
