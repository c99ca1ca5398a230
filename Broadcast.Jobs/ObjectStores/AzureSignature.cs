using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Signs requests and links with an account's key: Azure's Shared Key scheme and its service SAS, both of version 2021-12-02.</summary>
internal sealed class AzureSignature(string account, string key)
{
    public const string Version = "2021-12-02";

    private readonly byte[] key = Convert.FromBase64String(key);

    /// <summary>Adds the date, the version and the Authorization header. Nothing of the request may change after that.</summary>
    public void Sign(HttpRequestMessage request, DateTimeOffset now)
    {
        request.Headers.Add("x-ms-date", now.ToString("R", CultureInfo.InvariantCulture));
        request.Headers.Add("x-ms-version", Version);
        var length = request.Content?.Headers.ContentLength is { } bytes and > 0 ? bytes.ToString(CultureInfo.InvariantCulture) : "";
        // After the verb: encoding, language, length, MD5, type, date, four conditions and the range, of which only two are ever sent.
        var toSign = $"{request.Method}\n\n\n{length}\n\n{request.Content?.Headers.ContentType}\n\n\n\n\n\n\n{HeadersOf(request)}{ResourceOf(request.RequestUri!)}";
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {account}:{Hmac(toSign)}");
    }

    /// <summary>The query of a link that lets its holder read one blob until <paramref name="expires"/>.</summary>
    public string ReadQuery(string container, ObjectKey blob, string contentDisposition, DateTimeOffset expires)
    {
        var expiry = expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        // Permission, start, expiry, resource, policy, address, protocol, version, kind, snapshot, encryption, then five response headers.
        var toSign = $"r\n\n{expiry}\n/blob/{account}/{container}/{blob}\n\n\n\n{Version}\nb\n\n\n\n{contentDisposition}\n\n\n";
        return QueryHelpers.AddQueryString("", new Dictionary<string, string?>
        {
            ["sv"] = Version, ["sr"] = "b", ["sp"] = "r", ["se"] = expiry, ["rscd"] = contentDisposition, ["sig"] = Hmac(toSign),
        });
    }

    private static string HeadersOf(HttpRequestMessage request) => string.Concat(request.Headers
        .Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
        .OrderBy(header => header.Key, StringComparer.Ordinal)
        .Select(header => $"{header.Key}:{string.Join(',', header.Value)}\n"));

    private string ResourceOf(Uri uri) => $"/{account}{uri.AbsolutePath}" + string.Concat(QueryHelpers.ParseQuery(uri.Query)
        .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
        .Select(parameter => $"\n{parameter.Key}:{parameter.Value}"));

    private string Hmac(string text) => Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
