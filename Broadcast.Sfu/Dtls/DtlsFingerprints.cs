using System.Security.Cryptography;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Dtls;

/// <summary>Certificate fingerprints in the form of RFC 8122 §5 and ORTC.</summary>
public static class DtlsFingerprints
{
    /// <summary>Whether a fingerprint names a known hash and has its length; what does not can never match.</summary>
    public static bool IsValid(DtlsFingerprint fingerprint) => TryDecode(fingerprint.Value, out var value) && value.Length == HashLength(fingerprint.Algorithm);

    internal static DtlsFingerprint Compute(string algorithm, ReadOnlySpan<byte> certificate)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        hash = hash[..Hash(algorithm, certificate, hash)];
        return new DtlsFingerprint(algorithm, string.Join(':', hash.ToArray().Select(b => b.ToString("X2", null))));
    }

    /// <summary>Compares in constant time.</summary>
    internal static bool Matches(DtlsFingerprint expected, ReadOnlySpan<byte> certificate)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var length = Hash(expected.Algorithm, certificate, hash);
        return length != 0 && TryDecode(expected.Value, out var value) && CryptographicOperations.FixedTimeEquals(hash[..length], value);
    }

    private static int HashLength(string algorithm) => algorithm switch
    {
        "sha-256" => SHA256.HashSizeInBytes,
        "sha-384" => SHA384.HashSizeInBytes,
        "sha-512" => SHA512.HashSizeInBytes,
        _ => 0,
    };

    private static int Hash(string algorithm, ReadOnlySpan<byte> data, Span<byte> hash) => algorithm switch
    {
        "sha-256" => SHA256.HashData(data, hash),
        "sha-384" => SHA384.HashData(data, hash),
        "sha-512" => SHA512.HashData(data, hash),
        _ => 0,
    };

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 3 != 2)
            return false;
        var decoded = new byte[(text.Length + 1) / 3];
        for (var i = 0; i < decoded.Length; i++)
        {
            var isSeparated = i == 0 || text[i * 3 - 1] == ':';
            if (!isSeparated || !char.IsAsciiHexDigit(text[i * 3]) || !char.IsAsciiHexDigit(text[i * 3 + 1]))
                return false;
            decoded[i] = (byte)(HexDigit(text[i * 3]) << 4 | HexDigit(text[i * 3 + 1]));
        }
        bytes = decoded;
        return true;
    }

    private static int HexDigit(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
