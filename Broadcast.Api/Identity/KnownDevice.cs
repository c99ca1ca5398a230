using System.Security.Cryptography;
using Broadcast.Api.Data;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Broadcast.Api.Identity;

/// <summary>
/// A cookie that stays after signing out: it says that an organizer has signed in on this browser before, so that strangers who guess at the
/// account cannot keep them out of it.
/// </summary>
internal sealed class KnownDevice(ICookieManager cookies, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Name = "broadcast-device";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly IDataProtector protector = protection.CreateProtector(nameof(KnownDevice));

    public void Remember(HttpContext context, Organizer organizer) => cookies.AppendResponseCookie(
        context,
        Name,
        protector.Protect(organizer.Id),
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Expires = time.GetUtcNow() + Lifetime, IsEssential = true });

    /// <returns>What tells this browser from every other one; null if the organizer never signed in on it.</returns>
    public string? Recognize(HttpContext context, Organizer organizer)
    {
        if (cookies.GetRequestCookie(context, Name) is not { Length: > 0 } cookie)
            return null;
        try
        {
            return protector.Unprotect(cookie) == organizer.Id ? cookie : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
