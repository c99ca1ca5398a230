using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Downloads;

/// <summary>
/// Makes and checks links to stored files that expire: HMAC-SHA256 over the key, the moment of expiry (Unix seconds) and whether the
/// file is to be shown or saved. A link works for whoever holds it and cannot be recalled before it expires.
/// </summary>
public sealed class DownloadLinks(ReadOnlyMemory<byte> secret, TimeProvider time)
{
    /// <summary>Long enough to watch a long recording through one link.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(12);

    /// <summary>A path with query, such as <c>/files/r1/recording.mp4?expires=…&amp;signature=…</c>.</summary>
    /// <param name="inline">True to be played in the page, false to be saved.</param>
    public string Create(ObjectKey key, TimeSpan lifetime, bool inline = false)
    {
        var expires = time.GetUtcNow().Add(lifetime).ToUnixTimeSeconds();
        var show = inline ? "&inline=1" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"/files/{key}?expires={expires}{show}&signature={Base64Url.EncodeToString(Sign(key, expires, inline))}");
    }

    /// <summary>What lets its bearer see a key until it expires, for links of another form.</summary>
    internal (long Expires, string Signature) Grant(ObjectKey key, TimeSpan lifetime)
    {
        var expires = time.GetUtcNow().Add(lifetime).ToUnixTimeSeconds();
        return (expires, Base64Url.EncodeToString(Sign(key, expires, inline: true)));
    }

    /// <summary>Compares in constant time.</summary>
    public DownloadLinkVerdict Check(ObjectKey key, long expires, bool inline, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var wellFormed = Base64Url.IsValid(signature, out var length)
            && length == given.Length
            && Base64Url.TryDecodeFromChars(signature, given, out _);
        if (!wellFormed || !CryptographicOperations.FixedTimeEquals(given, Sign(key, expires, inline)))
            return DownloadLinkVerdict.Tampered;
        return expires > time.GetUtcNow().ToUnixTimeSeconds() ? DownloadLinkVerdict.Valid : DownloadLinkVerdict.Expired;
    }

    private byte[] Sign(ObjectKey key, long expires, bool inline)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{key}\n{expires}\n{(inline ? 1 : 0)}");
        return HMACSHA256.HashData(secret.Span, Encoding.ASCII.GetBytes(signed));
    }
}
