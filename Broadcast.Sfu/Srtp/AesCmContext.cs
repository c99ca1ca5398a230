using System.Buffers.Binary;
using System.Diagnostics;

namespace Broadcast.Sfu.Srtp;

/// <summary>AES-128 counter mode and HMAC-SHA1 with keys and salt set, for one direction of RTP or RTCP. No allocation per packet.</summary>
internal sealed unsafe class AesCmContext : IDisposable
{
    public const int SaltLength = 14;
    public const int AuthenticationKeyLength = 20;
    private const int BlockLength = 16;
    private const int HashLength = 20;

    private readonly EvpCipherHandle cipher;
    private readonly EvpMacHandle mac;
    private readonly nint cipherContext;
    private readonly nint macContext;
    private readonly ulong saltHigh;
    private readonly ulong saltLow;

    /// <param name="key">16 bytes.</param>
    /// <param name="salt">14 bytes.</param>
    /// <param name="authenticationKey">20 bytes.</param>
    public AesCmContext(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> authenticationKey)
    {
        cipher = EvpCipherHandle.Aes128Ctr(key);
        mac = EvpMacHandle.HmacSha1(authenticationKey);
        cipherContext = cipher.DangerousGetHandle();
        macContext = mac.DangerousGetHandle();
        saltHigh = BinaryPrimitives.ReadUInt64BigEndian(salt);
        saltLow = (ulong)BinaryPrimitives.ReadUInt32BigEndian(salt[8..]) << 32 | (uint)BinaryPrimitives.ReadUInt16BigEndian(salt[12..]) << 16;
    }

    /// <summary>Encrypts or decrypts, in place or not, with the keystream of RFC 3711 §4.1.1.</summary>
    public void Apply(uint ssrc, long index, ReadOnlySpan<byte> data, Span<byte> output)
    {
        Debug.Assert(output.Length == data.Length);
        ObjectDisposedException.ThrowIf(cipher.IsClosed, this);
        var counter = stackalloc byte[BlockLength];
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(counter, 8), saltHigh ^ ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(counter + 8, 8), saltLow ^ (ulong)index << 16);
        int written;
        fixed (byte* bytes = data, outputBytes = output)
        {
            // A failure here would send plain text.
            if (LibCrypto.CipherSetIv(cipherContext, 0, 0, null, counter, -1) != 1 ||
                (!data.IsEmpty && LibCrypto.CipherUpdate(cipherContext, outputBytes, &written, bytes, data.Length) != 1))
                throw new UnreachableException("AES-CTR refused to run.");
        }
        GC.KeepAlive(this);
    }

    /// <summary>The first bytes of the HMAC-SHA1 of <paramref name="data"/> (RFC 3711 §4.2).</summary>
    public void Authenticate(ReadOnlySpan<byte> data, Span<byte> tag)
    {
        ObjectDisposedException.ThrowIf(mac.IsClosed, this);
        Span<byte> hash = stackalloc byte[HashLength];
        nuint written;
        fixed (byte* bytes = data, hashBytes = hash)
        {
            if (LibCrypto.MacRestart(macContext, null, 0, null) != 1 || LibCrypto.MacUpdate(macContext, bytes, (nuint)data.Length) != 1 ||
                LibCrypto.MacFinal(macContext, hashBytes, &written, HashLength) != 1)
                throw new UnreachableException("HMAC-SHA1 refused to run.");
        }
        hash[..tag.Length].CopyTo(tag);
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        cipher.Dispose();
        mac.Dispose();
    }
}
