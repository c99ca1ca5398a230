using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Links;

/// <summary>Authenticates the bearer of a link token, sent as <c>access_token</c> in the query (a browser's WebSocket has no headers) or as a bearer token.</summary>
internal sealed class LinkAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, LinkBook book)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "link";
    private const string BearerPrefix = "Bearer ";

    private LinkVerdict verdict = LinkVerdict.Invalid;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        (verdict, var link) = await book.CheckAsync(Token(), Context.RequestAborted);
        return link is null
            ? AuthenticateResult.Fail("The link token is not valid.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(link.ToIdentity(SchemeName)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => LinkProblems.Of(verdict).ExecuteAsync(Context);

    private string? Token()
    {
        var header = Request.Headers.Authorization.ToString();
        return header.StartsWith(BearerPrefix, StringComparison.Ordinal) ? header[BearerPrefix.Length..] : Request.Query["access_token"];
    }
}
