using Broadcast.Api.Hosting;
using Broadcast.Api.Links;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Broadcast.Api.Identity;

/// <summary>Two ways of proving who one is: the organizer's cookie, and a link's token for the stage hub.</summary>
public static class OrganizerCookie
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<SetupToken>().AddSingleton<Credentials>();
        services.AddSingleton<IPasswordHasher<Organizer>, PasswordHasher<Organizer>>();
        services.AddDataProtection().SetApplicationName("Broadcast");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<DataDirectory, ILoggerFactory>((keys, data, logs) => keys.XmlRepository =
                new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(new DirectoryInfo(data.Keys), logs));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(Configure)
            .AddScheme<AuthenticationSchemeOptions, LinkAuthentication>(LinkAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(LinkAuthentication.SchemeName, policy => policy
            .AddAuthenticationSchemes(LinkAuthentication.SchemeName)
            .RequireAuthenticatedUser());
        return services;
    }

    static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "broadcast";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
        options.Events.OnRedirectToLogin = context => Problems.Unauthorized("Sign in first.").ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context => Problems.Forbidden("This is not yours to do.").ExecuteAsync(context.HttpContext);
    }
}
