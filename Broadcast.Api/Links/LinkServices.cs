using Broadcast.Api.Data;
using Broadcast.Jobs.Downloads;
using Microsoft.AspNetCore.Authentication;

namespace Broadcast.Api.Links;

/// <summary>Links that let people into a webinar, and how their bearers prove who they are.</summary>
internal static class LinkServices
{
    public static IServiceCollection AddLinks(this IServiceCollection services)
    {
        services.AddSingleton(Signer).AddSingleton<LinkUrls>().AddSingleton<LinkBook>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, LinkAuthentication>(LinkAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(LinkAuthentication.SchemeName, policy => policy
            .AddAuthenticationSchemes(LinkAuthentication.SchemeName)
            .RequireAuthenticatedUser());
        return services;
    }

    private static LinkSigner Signer(IServiceProvider provider) => new(
        provider.GetRequiredService<SigningKeys>().Get("links", Path.Combine(provider.GetRequiredService<DataDirectory>().Keys, "links.key")),
        provider.GetRequiredService<TimeProvider>());
}
