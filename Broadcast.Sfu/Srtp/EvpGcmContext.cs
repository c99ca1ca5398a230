using System.Diagnostics;

namespace Broadcast.Sfu.Srtp;

/// <summary>AES-128-GCM by OpenSSL's EVP: five native calls per packet.</summary>
internal sealed unsafe class EvpGcmContext : AesGcmContext
{
    private readonly EvpCipherHandle cipher;
    private readonly nint context;

    /// <inheritdoc cref="AesGcmContext.Create"/>
    public EvpGcmContext(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, bool encrypts) : base(salt)
    {
        cipher = EvpCipherHandle.Aes128Gcm(key, encrypts);
        context = cipher.DangerousGetHandle();
    }

    public override void Seal(uint ssrc, long index, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> data, Span<byte> output)
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

    public override bool TryOpen(uint ssrc, long index, ReadOnlySpan<byte> associated, Span<byte> data, ReadOnlySpan<byte> tag)
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

    public override void Dispose() => cipher.Dispose();

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
}
