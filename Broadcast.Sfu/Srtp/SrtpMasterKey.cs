using System.Security.Cryptography;

namespace Broadcast.Sfu.Srtp;

/// <summary>Master key and salt of one direction (RFC 3711 §3.2.1). Wiped on dispose.</summary>
public sealed class SrtpMasterKey : IDisposable
{
    private readonly byte[] key;
    private readonly byte[] salt;

    /// <param name="profile">Decides the lengths.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="salt">12 bytes for GCM, 14 for AES-CM.</param>
    public SrtpMasterKey(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, SrtpProfileExtensions.KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, profile.SaltLength());
        Profile = profile;
        this.key = key.ToArray();
        this.salt = salt.ToArray();
    }

    public SrtpProfile Profile { get; }
    public ReadOnlySpan<byte> Key => key;
    public ReadOnlySpan<byte> Salt => salt;

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(salt);
    }
}
