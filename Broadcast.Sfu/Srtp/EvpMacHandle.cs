using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broadcast.Sfu.Srtp;

/// <summary>Owns an EVP_MAC_CTX for HMAC-SHA1 with its key set; OpenSSL wipes the key when it is freed.</summary>
internal sealed unsafe class EvpMacHandle : SafeHandle
{
    /// <summary>Fetched once and kept for the life of the process, as a fetch walks OpenSSL's provider tables.</summary>
    private static readonly nint Hmac = LibCrypto.MacFetch(0, "HMAC", null);

    public EvpMacHandle() : base(0, ownsHandle: true) => SetHandle(LibCrypto.MacNew(Hmac));

    public static EvpMacHandle HmacSha1(ReadOnlySpan<byte> key)
    {
        var context = new EvpMacHandle();
        var parameters = stackalloc LibCrypto.Parameter[2];
        fixed (byte* keyBytes = key, name = "digest\0"u8, digest = "SHA1\0"u8)
        {
            parameters[0] = new LibCrypto.Parameter { Key = name, DataType = LibCrypto.Parameter.Utf8String, Data = digest, DataSize = 4 };
            parameters[1] = default;
            if (context.IsInvalid || LibCrypto.MacInit(context.handle, keyBytes, (nuint)key.Length, parameters) != 1)
                throw new CryptographicException("libcrypto refuses HMAC-SHA1.");
        }
        return context;
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.MacFree(handle);
        return true;
    }
}
