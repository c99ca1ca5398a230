using System.Buffers.Binary;

namespace Broadcast.Sfu.Srtp;

/// <summary>AES-128-GCM with key and salt set, for one direction of RTP or RTCP. No allocation per packet.</summary>
internal abstract class AesGcmContext : IDisposable
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    private readonly ulong saltHigh;
    private readonly uint saltLow;

    /// <param name="salt">12 bytes.</param>
    protected AesGcmContext(ReadOnlySpan<byte> salt)
    {
        saltHigh = BinaryPrimitives.ReadUInt64BigEndian(salt);
        saltLow = BinaryPrimitives.ReadUInt32BigEndian(salt[8..]);
    }

    /// <summary>What <see cref="Create"/> uses, for people.</summary>
    public static string LibraryName => IpsecMb.Instance is null ? "OpenSSL" : "ipsec-mb";

    /// <summary>By <see cref="IpsecMb"/> where it is installed and does the same as OpenSSL, otherwise by OpenSSL.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="salt">12 bytes.</param>
    /// <param name="encrypts">Seals if true, else opens.</param>
    public static AesGcmContext Create(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, bool encrypts) =>
        IpsecMb.Instance is { } fast ? new IpsecMbGcmContext(fast, key, salt) : new EvpGcmContext(key, salt, encrypts);

    /// <param name="ssrc">Part of the nonce, as is <paramref name="index"/>.</param>
    /// <param name="associated">Authenticated only.</param>
    /// <param name="data">In the place where it is to be encrypted, or apart from it.</param>
    /// <param name="output">Takes the encrypted data, then the tag.</param>
    public abstract void Seal(uint ssrc, long index, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> data, Span<byte> output);

    /// <param name="data">Decrypted in place; undefined afterwards if the tag is wrong.</param>
    public abstract bool TryOpen(uint ssrc, long index, ReadOnlySpan<byte> associated, Span<byte> data, ReadOnlySpan<byte> tag);

    public abstract void Dispose();

    /// <summary>Zero, SSRC and the 48-bit index, xor the salt (RFC 7714 §8.1 and, with a 31-bit index, §9.1).</summary>
    protected void WriteNonce(Span<byte> nonce, uint ssrc, long index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce, ((ulong)ssrc << 16 | (ulong)index >> 32) ^ saltHigh);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], (uint)index ^ saltLow);
    }
}
