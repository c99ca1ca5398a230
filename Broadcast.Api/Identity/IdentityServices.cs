using Broadcast.Api.Data;
using Broadcast.Jobs.Database;
using Broadcast.Jobs.Downloads;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;

namespace Broadcast.Api.Identity;

/// <summary>How organizers prove who they are: by a cookie.</summary>
internal static class IdentityServices
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<SetupToken>().AddSingleton<Credentials>().AddSingleton<Sessions>().AddSingleton<PasswordResetLinks>();
        services.AddSingleton<SignIn>().AddSingleton<SignInBrake>().AddSingleton<KnownDevice>().AddSingleton<ICookieManager, SecureCookies>();
        services.AddSingleton<ILinkHolders, SessionLinkHolders>();
        services.AddSingleton<IPasswordHasher<Organizer>, PasswordHasher<Organizer>>();
        services.AddDataProtection().SetApplicationName("Broadcast");
        services.AddOptions<KeyManagementOptions>()
            .Configure<IServiceProvider>((keys, provider) => keys.XmlRepository = CookieKeys(provider));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(SessionCookie.Configure);
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<ICookieManager>((cookie, manager) => cookie.CookieManager = manager);
        return services;
    }

    /// <summary>In the database that processes share, so that each accepts the cookies of the others; in files where there is but one.</summary>
    private static IXmlRepository CookieKeys(IServiceProvider provider)
    {
        var logs = provider.GetRequiredService<ILoggerFactory>();
        return provider.GetRequiredService<ApplicationDatabase>().IsShared
            ? new EntityFrameworkCoreXmlRepository<BroadcastDb>(provider, logs)
            : new FileSystemXmlRepository(new DirectoryInfo(provider.GetRequiredService<DataDirectory>().Keys), logs);
    }
}
