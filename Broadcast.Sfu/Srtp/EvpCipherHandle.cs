using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broadcast.Sfu.Srtp;

/// <summary>Owns an EVP_CIPHER_CTX with its key set; OpenSSL wipes the key when it is freed.</summary>
internal sealed unsafe class EvpCipherHandle : SafeHandle
{
    public EvpCipherHandle() : base(0, ownsHandle: true) => SetHandle(LibCrypto.CipherNew());

    public static EvpCipherHandle Aes128Gcm(ReadOnlySpan<byte> key, bool encrypts) => Create(LibCrypto.Aes128Gcm(), key, encrypts);

    /// <summary>Counter mode, where both directions are the same operation.</summary>
    public static EvpCipherHandle Aes128Ctr(ReadOnlySpan<byte> key) => Create(LibCrypto.Aes128Ctr(), key, encrypts: true);

    private static EvpCipherHandle Create(nint cipher, ReadOnlySpan<byte> key, bool encrypts)
    {
        var context = new EvpCipherHandle();
        fixed (byte* keyBytes = key)
        {
            if (context.IsInvalid || LibCrypto.CipherInit(context.handle, cipher, 0, keyBytes, null, encrypts ? 1 : 0) != 1)
                throw new CryptographicException("libcrypto refuses AES-128.");
        }
        return context;
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.CipherFree(handle);
        return true;
    }
}
