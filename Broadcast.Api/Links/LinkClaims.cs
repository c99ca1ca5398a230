using System.Globalization;
using System.Security.Claims;
using Broadcast.Api.Data;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Links;

/// <summary>Carries a verified link through the claims of a connection.</summary>
internal static class LinkClaims
{
    private const string Webinar = "webinar";
    private const string Role = "stage_role";
    private const string Expiry = "expires";
    private const string Link = "link";

    public static ClaimsIdentity ToIdentity(this StageLink link, string scheme) => new(
        [
            new Claim(Webinar, link.WebinarId.Value),
            new Claim(Role, link.Role.ToString()),
            new Claim(Expiry, link.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new Claim(Link, link.LinkId),
        ], scheme);

    /// <summary>The link behind a connection that <see cref="LinkAuthentication"/> let in.</summary>
    public static StageLink ToStageLink(this ClaimsPrincipal bearer) => new(
        new WebinarId(bearer.FindFirstValue(Webinar)!),
        Enum.Parse<StageRole>(bearer.FindFirstValue(Role)!),
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(bearer.FindFirstValue(Expiry)!, CultureInfo.InvariantCulture)),
        bearer.FindFirstValue(Link)!);
}
