using Broadcast.Api.Hosting;
using Broadcast.Api.Links;
using Broadcast.Jobs.Downloads;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Broadcast.Api.Identity;

/// <summary>Two ways of proving who one is: the organizer's cookie, and a link's token for the stage hub.</summary>
public static class IdentityServices
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<SetupToken>().AddSingleton<Credentials>().AddSingleton<Sessions>().AddSingleton<PasswordResetLinks>();
        services.AddSingleton<SignIn>().AddSingleton<SignInBrake>().AddSingleton<KnownDevice>().AddSingleton<ICookieManager, SecureCookies>();
        services.AddSingleton<ILinkHolders, SessionLinkHolders>();
        services.AddSingleton<IPasswordHasher<Organizer>, PasswordHasher<Organizer>>();
        services.AddDataProtection().SetApplicationName("Broadcast");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<DataDirectory, ILoggerFactory>((keys, data, logs) => keys.XmlRepository =
                new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(new DirectoryInfo(data.Keys), logs));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, LinkAuthentication>(LinkAuthentication.SchemeName, null);
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<ICookieManager>((cookie, manager) => cookie.CookieManager = manager);
        services.AddAuthorizationBuilder().AddPolicy(LinkAuthentication.SchemeName, policy => policy
            .AddAuthenticationSchemes(LinkAuthentication.SchemeName)
            .RequireAuthenticatedUser());
        return services;
    }
}
