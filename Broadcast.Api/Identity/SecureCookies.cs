using Broadcast.Api.Http;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Broadcast.Api.Identity;

/// <summary>
/// Where the browser speaks https, every cookie is <c>Secure</c> and its name begins with <c>__Host-</c>, so that neither a
/// neighbouring host nor plain http can set or read it. Plain http, as on localhost, has cookies of its own.
/// </summary>
internal sealed class SecureCookies(PublicAddress address) : ICookieManager
{
    private const string Prefix = "__Host-";

    private readonly ChunkingCookieManager cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => cookies.GetRequestCookie(context, NameOf(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        cookies.AppendResponseCookie(context, NameOf(context, key), value, Tied(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        cookies.DeleteCookie(context, NameOf(context, key), Tied(context, options));

    private string NameOf(HttpContext context, string key) => address.IsSecure(context) ? Prefix + key : key;

    private CookieOptions Tied(HttpContext context, CookieOptions options) => new(options) { Secure = address.IsSecure(context), Path = "/", Domain = null };
}
