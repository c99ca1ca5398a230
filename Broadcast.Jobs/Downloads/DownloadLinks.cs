using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Downloads;

/// <summary>
/// Makes and checks the signatures of links to stored files: HMAC-SHA256 over a <see cref="LinkGrant"/>. A link works for whoever has it
/// until it expires; <see cref="LinkGate"/> says what else ends it.
/// </summary>
public sealed class DownloadLinks(Lazy<byte[]> key, ILinkHolders holders, TimeProvider time)
{
    /// <summary>Long enough to click on it, or to hand it to a program that downloads. The page it stands on goes on working without.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>A path with query, such as <c>/files/r1/recording.mp4?expires=…&amp;holder=…&amp;signature=…</c>.</summary>
    /// <param name="inline">True to be played in the page, false to be saved.</param>
    public string Create(ObjectKey key, int series, bool inline = false)
    {
        var grant = Grant(key, series, inline);
        var show = inline ? "&inline=1" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"/files/{key}?expires={grant.Expires}&holder={grant.Holder}{show}&signature={Sign(grant)}");
    }

    /// <summary>For whom the request being answered comes from, from now on.</summary>
    internal LinkGrant Grant(ObjectKey key, int series, bool inline) =>
        new(key, inline, time.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds(), holders.Current, series);

    internal string Sign(LinkGrant grant) => Base64Url.EncodeToString(HashOf(grant));

    /// <summary>Compares in constant time.</summary>
    public DownloadLinkVerdict Check(LinkGrant grant, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var wellFormed = Base64Url.IsValid(signature, out var length)
            && length == given.Length
            && Base64Url.TryDecodeFromChars(signature, given, out _);
        if (!wellFormed || !CryptographicOperations.FixedTimeEquals(given, HashOf(grant)))
            return DownloadLinkVerdict.Tampered;
        return grant.Expires > time.GetUtcNow().ToUnixTimeSeconds() ? DownloadLinkVerdict.Valid : DownloadLinkVerdict.Expired;
    }

    private byte[] HashOf(LinkGrant grant) => HMACSHA256.HashData(key.Value, Encoding.ASCII.GetBytes(grant.Text));
}
