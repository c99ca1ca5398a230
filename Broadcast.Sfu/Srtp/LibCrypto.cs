using System.Runtime.InteropServices;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// The few functions of OpenSSL 3 that SRTP needs. Those called per packet take raw pointers and skip the GC transition: each
/// runs well under a microsecond on one datagram, never blocks and never calls back.
/// </summary>
internal static unsafe partial class LibCrypto
{
    public const int GetTag = 0x10;
    public const int SetTag = 0x11;

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "EVP_aes_128_gcm")]
    public static partial nint Aes128Gcm();

    [LibraryImport(Library, EntryPoint = "EVP_aes_128_ctr")]
    public static partial nint Aes128Ctr();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial nint CipherNew();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    public static partial void CipherFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex")]
    public static partial int CipherInit(nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    /// <summary>Starts the next packet: key and direction stay.</summary>
    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex"), SuppressGCTransition]
    public static partial int CipherSetIv(nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    /// <summary>Encrypts or decrypts; with a null output the input is associated data.</summary>
    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate"), SuppressGCTransition]
    public static partial int CipherUpdate(nint context, byte* output, int* outputLength, byte* input, int inputLength);

    /// <returns>0 if the tag is wrong, when decrypting.</returns>
    [LibraryImport(Library, EntryPoint = "EVP_CipherFinal_ex"), SuppressGCTransition]
    public static partial int CipherFinal(nint context, byte* output, int* outputLength);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_ctrl"), SuppressGCTransition]
    public static partial int CipherControl(nint context, int command, int value, byte* data);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint MacFetch(nint libraryContext, string algorithm, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_new")]
    public static partial nint MacNew(nint mac);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_free")]
    public static partial void MacFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_init")]
    public static partial int MacInit(nint context, byte* key, nuint keyLength, Parameter* parameters);

    /// <summary>Starts the next packet under the same key.</summary>
    [LibraryImport(Library, EntryPoint = "EVP_MAC_init"), SuppressGCTransition]
    public static partial int MacRestart(nint context, byte* key, nuint keyLength, Parameter* parameters);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_update"), SuppressGCTransition]
    public static partial int MacUpdate(nint context, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_final"), SuppressGCTransition]
    public static partial int MacFinal(nint context, byte* output, nuint* length, nuint capacity);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error"), SuppressGCTransition]
    public static partial void ClearErrors();

    /// <summary>OSSL_PARAM: one named setting; an array of them ends with an empty one.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Parameter
    {
        public const uint Utf8String = 4;

        public byte* Key;
        public uint DataType;
        public byte* Data;
        public nuint DataSize;
        public nuint ReturnSize;
    }
}
