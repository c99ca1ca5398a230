using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Identity;

/// <summary>
/// Links that let an organizer who forgot the password set a new one, once and within an hour. Nothing is stored: a link names the
/// password that it replaces, and is worth nothing when that has been replaced.
/// </summary>
internal sealed class PasswordResetLinks(IDataProtectionProvider protection, PublicAddress address, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly IDataProtector protector = protection.CreateProtector(nameof(PasswordResetLinks));

    /// <returns>An absolute URL.</returns>
    public string Create(Organizer organizer)
    {
        var expires = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return address.Of($"/reset?token={protector.Protect(string.Join('|', organizer.Id, expires, DigestOf(organizer)))}");
    }

    /// <returns>Whose link it is, tracked by <paramref name="db"/>; null if it is none, was used or has expired.</returns>
    public async Task<Organizer?> FindAsync(string token, BroadcastDb db, CancellationToken cancellationToken)
    {
        if (Read(token) is not [var id, var expires, var digest]
            || long.Parse(expires, CultureInfo.InvariantCulture) <= time.GetUtcNow().ToUnixTimeSeconds())
            return null;
        var organizer = await db.Organizers.SingleOrDefaultAsync(o => o.Id == id, cancellationToken);
        return organizer is not null && DigestOf(organizer) == digest ? organizer : null;
    }

    private string[]? Read(string token)
    {
        try
        {
            return protector.Unprotect(token).Split('|');
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string DigestOf(Organizer organizer) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(organizer.PasswordHash)));
}
