using System.Security.Claims;
using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Identity;

/// <summary>Signing in and out.</summary>
public static class SessionEndpoints
{
    public static IEndpointRouteBuilder MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/api/session").WithTags("Session");
        session.MapPost("", SignIn).RequireRateLimiting(RateLimits.SignIn);
        session.MapGet("", GetSession).RequireAuthorization();
        session.MapDelete("", (Delegate)SignOut);
        return routes;
    }

    static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SignIn(
        SignInRequest request, BroadcastDb db, Credentials credentials, HttpContext http, CancellationToken cancellationToken)
    {
        var email = Organizer.NormalizeEmail(request.Email);
        var organizer = await db.Organizers.SingleOrDefaultAsync(o => o.Email == email, cancellationToken);
        if (!credentials.Match(organizer, request.Password))
            return Problems.Unauthorized("The e-mail address or the password is wrong.");
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, organizer.Id),
                new Claim(ClaimTypes.Name, organizer.Name),
                new Claim(ClaimTypes.Email, organizer.Email),
            ], CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(new ClaimsPrincipal(identity));
        return TypedResults.Ok(new SessionView(organizer.Name, organizer.Email));
    }

    static Ok<SessionView> GetSession(ClaimsPrincipal user) =>
        TypedResults.Ok(new SessionView(user.FindFirstValue(ClaimTypes.Name)!, user.FindFirstValue(ClaimTypes.Email)!));

    static async Task<NoContent> SignOut(HttpContext http)
    {
        await http.SignOutAsync();
        return TypedResults.NoContent();
    }
}
