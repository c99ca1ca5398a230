using System.Buffers.Binary;
using System.Diagnostics;

namespace Broadcast.Sfu.Srtp;

/// <summary>AES-128-GCM with key and salt set, for one direction of RTP or RTCP. Five native calls per packet and no allocation.</summary>
internal sealed unsafe class AesGcmContext : IDisposable
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    private readonly EvpCipherHandle cipher;
    private readonly nint context;
    private readonly ulong saltHigh;
    private readonly uint saltLow;

    /// <param name="key">16 bytes.</param>
    /// <param name="salt">12 bytes.</param>
    /// <param name="encrypts">Seals if true, else opens.</param>
    public AesGcmContext(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, bool encrypts)
    {
        cipher = EvpCipherHandle.Aes128Gcm(key, encrypts);
        context = cipher.DangerousGetHandle();
        saltHigh = BinaryPrimitives.ReadUInt64BigEndian(salt);
        saltLow = BinaryPrimitives.ReadUInt32BigEndian(salt[8..]);
    }

    /// <param name="ssrc">Part of the nonce, as is <paramref name="index"/>.</param>
    /// <param name="associated">Authenticated only.</param>
    /// <param name="data">In the place where it is to be encrypted, or apart from it.</param>
    /// <param name="output">Takes the encrypted data, then the tag.</param>
    public void Seal(uint ssrc, long index, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> data, Span<byte> output)
    {
        ObjectDisposedException.ThrowIf(cipher.IsClosed, this);
        Debug.Assert(output.Length >= data.Length + TagLength);
        fixed (byte* outputBytes = output)
        {
            var isSealed = Run(ssrc, index, associated, data, outputBytes)
                && LibCrypto.CipherControl(context, LibCrypto.GetTag, TagLength, outputBytes + data.Length) == 1;
            // A failure here would send plain text.
            if (!isSealed)
                throw new UnreachableException("AES-GCM refused to encrypt.");
        }
        GC.KeepAlive(this);
    }

    public bool TryOpen(uint ssrc, long index, ReadOnlySpan<byte> associated, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        ObjectDisposedException.ThrowIf(cipher.IsClosed, this);
        bool isAuthentic;
        fixed (byte* tagBytes = tag, dataBytes = data)
            isAuthentic = LibCrypto.CipherControl(context, LibCrypto.SetTag, TagLength, tagBytes) == 1 && Run(ssrc, index, associated, data, dataBytes);
        if (!isAuthentic)
            LibCrypto.ClearErrors();
        GC.KeepAlive(this);
        return isAuthentic;
    }

    public void Dispose() => cipher.Dispose();

    private bool Run(uint ssrc, long index, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> data, byte* output)
    {
        var nonce = stackalloc byte[NonceLength];
        WriteNonce(new Span<byte>(nonce, NonceLength), ssrc, index);
        int written;
        fixed (byte* associatedBytes = associated, dataBytes = data)
        {
            return LibCrypto.CipherSetIv(context, 0, 0, null, nonce, -1) == 1
                && LibCrypto.CipherUpdate(context, null, &written, associatedBytes, associated.Length) == 1
                && (data.IsEmpty || LibCrypto.CipherUpdate(context, output, &written, dataBytes, data.Length) == 1)
                && LibCrypto.CipherFinal(context, nonce, &written) == 1;
        }
    }

    /// <summary>Zero, SSRC and the 48-bit index, xor the salt (RFC 7714 §8.1 and, with a 31-bit index, §9.1).</summary>
    private void WriteNonce(Span<byte> nonce, uint ssrc, long index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce, ((ulong)ssrc << 16 | (ulong)index >> 32) ^ saltHigh);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], (uint)index ^ saltLow);
    }
}
