using System.Globalization;
using System.Security.Cryptography;
using Broadcast.Api.Data;
using Microsoft.AspNetCore.DataProtection;

namespace Broadcast.Api.Moderation;

/// <summary>
/// Knows a browser again by a cookie that it is given when it opens a link: a random id and the time, sealed, so that nobody can make
/// themselves older than they are. It says nothing about the person and is the same for every webinar of this host.
/// </summary>
internal sealed class Visitors(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Cookie = "broadcast-visitor";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly IDataProtector seal = protection.CreateProtector("Broadcast.Visitor");

    /// <summary>Gives the browser its cookie, unless it has one.</summary>
    public void Welcome(HttpContext http)
    {
        if (Read(http) is not null)
            return;
        var value = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds()}.{NewId.Create()}");
        http.Response.Cookies.Append(Cookie, seal.Protect(value), new CookieOptions
        {
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = Lifetime,
            IsEssential = true,
        });
    }

    public Visitor Of(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress?.ToString();
        return Read(http) is { } known ? new Visitor(known.Id, known.Since, address) : new Visitor(null, time.GetUtcNow(), address);
    }

    private (string Id, DateTimeOffset Since)? Read(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } sealedValue)
            return null;
        try
        {
            var value = seal.Unprotect(sealedValue).Split('.');
            return (value[1], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(value[0], CultureInfo.InvariantCulture)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
