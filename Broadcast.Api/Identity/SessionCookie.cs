using Broadcast.Api.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Broadcast.Api.Identity;

/// <summary>The organizer's cookie: it names a session, and every request asks whether that is still there.</summary>
internal static class SessionCookie
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "broadcast";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = Sessions.Lifetime;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = ContinueAsync;
        options.Events.OnRedirectToLogin = context => Problems.Unauthorized("Sign in first.").ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context => Problems.Forbidden("This is not yours to do.").ExecuteAsync(context.HttpContext);
    }

    private static async Task ContinueAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        var id = context.Principal!.SessionIdOf();
        if (id is not null && await sessions.ContinueAsync(id, context.HttpContext) is { } organizer)
        {
            context.ReplacePrincipal(organizer.ToPrincipal(id, context.Scheme.Name));
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
