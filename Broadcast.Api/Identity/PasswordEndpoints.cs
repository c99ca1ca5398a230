using System.Security.Claims;
using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Identity;

/// <summary>Changing one's password, with the old one or with a link made on the server. Either ends the sessions elsewhere.</summary>
internal static class PasswordEndpoints
{
    public static IEndpointRouteBuilder MapPassword(this IEndpointRouteBuilder routes)
    {
        var password = routes.MapGroup("/api/password").WithTags("Session").LimitPerAddress(AddressLimit.SignIn);
        password.MapPut("", Change).RequireAuthorization();
        password.MapPost("/reset", Reset);
        return routes;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(
        PasswordRequest request,
        BroadcastDb db,
        Credentials credentials,
        Sessions sessions,
        SignInBrake brake,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var organizer = await db.Organizers.SingleAsync(o => o.Id == user.OrganizerIdOf(), cancellationToken);
        var origin = $"{organizer.Email} in {user.SessionIdOf()}";
        if (!brake.TryEnter(origin, out _))
            return Problems.RateLimited("Too many wrong passwords. Wait a quarter of an hour and try again.");
        if (!credentials.Match(organizer, request.Current))
            return Problems.Forbidden("The old password is wrong.");
        brake.Release(origin);
        credentials.Set(organizer, request.Password);
        await db.SaveChangesAsync(cancellationToken);
        await sessions.EndAllAsync(organizer.Id, except: user.SessionIdOf());
        await audit.RecordAsync(AuditAction.PasswordChanged, organizer.Email);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Reset(
        PasswordResetRequest request,
        PasswordResetLinks links,
        BroadcastDb db,
        Credentials credentials,
        Sessions sessions,
        SignIn signIn,
        AuditLog audit,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        if (await links.FindAsync(request.Token, db, cancellationToken) is not { } organizer)
            return Problems.Unauthorized("This link has been used or has expired. Have a new one made on the server.");
        credentials.Set(organizer, request.Password);
        await db.SaveChangesAsync(cancellationToken);
        await sessions.EndAllAsync(organizer.Id);
        await audit.RecordAsync(AuditAction.PasswordReset, organizer.Email);
        await signIn.CompleteAsync(http, organizer);
        return TypedResults.Ok(new SessionView(organizer.Name, organizer.Email));
    }
}
