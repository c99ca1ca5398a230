using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using unsafe GcmOperation = delegate* unmanaged[SuppressGCTransition]<byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void>;
using unsafe KeyExpansion = delegate* unmanaged[SuppressGCTransition]<byte*, byte*, void>;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// AES-128-GCM of Intel's multi-buffer library, four times as fast as OpenSSL's on packets. Optional: used on x64 where version 1 of
/// the library is installed and seals byte for byte as OpenSSL does, which is tried out once when the process first needs it.
/// </summary>
internal sealed unsafe class IpsecMb
{
    /// <summary>gcm_key_data: round keys and powers of the hash key, aligned to 64 bytes.</summary>
    public const int KeyDataLength = 1_024;

    /// <summary>gcm_context_data, with room to spare.</summary>
    public const int ScratchLength = 128;

    /// <summary>The nonce with the first counter behind it.</summary>
    public const int CounterBlockLength = 16;

    private const string Library = "libIPSec_MB.so.1";
    private static readonly Lazy<IpsecMb?> Loaded = new(Load);

    private readonly KeyExpansion expandKey;
    private readonly GcmOperation encrypt;
    private readonly GcmOperation decrypt;

    private IpsecMb(nint expandKey, nint encrypt, nint decrypt)
    {
        this.expandKey = (KeyExpansion)expandKey;
        this.encrypt = (GcmOperation)encrypt;
        this.decrypt = (GcmOperation)decrypt;
    }

    /// <summary>Null where it is not to be used.</summary>
    public static IpsecMb? Instance => Loaded.Value;

    /// <param name="key">16 bytes.</param>
    /// <param name="keyData"><see cref="KeyDataLength"/> bytes, aligned to 64.</param>
    public void ExpandKey(ReadOnlySpan<byte> key, byte* keyData)
    {
        fixed (byte* keyBytes = key)
            expandKey(keyBytes, keyData);
    }

    /// <param name="counterBlock"><see cref="CounterBlockLength"/> bytes: the nonce and a big-endian 1.</param>
    public void Encrypt(byte* keyData, byte* output, byte* input, int length, byte* counterBlock, byte* associated, int associatedLength, byte* tag)
    {
        var scratch = stackalloc byte[ScratchLength];
        encrypt(keyData, scratch, output, input, (ulong)length, counterBlock, associated, (ulong)associatedLength, tag, AesGcmContext.TagLength);
    }

    /// <inheritdoc cref="Encrypt"/>
    public void Decrypt(byte* keyData, byte* output, byte* input, int length, byte* counterBlock, byte* associated, int associatedLength, byte* tag)
    {
        var scratch = stackalloc byte[ScratchLength];
        decrypt(keyData, scratch, output, input, (ulong)length, counterBlock, associated, (ulong)associatedLength, tag, AesGcmContext.TagLength);
    }

    private static IpsecMb? Load()
    {
        if (Variant() is not { } variant || !NativeLibrary.TryLoad(Library, out var library))
            return null;
        if (!NativeLibrary.TryGetExport(library, $"aes_gcm_pre_128_{variant}", out var expandKey)
            || !NativeLibrary.TryGetExport(library, $"aes_gcm_enc_128_{variant}", out var encrypt)
            || !NativeLibrary.TryGetExport(library, $"aes_gcm_dec_128_{variant}", out var decrypt))
            return null;
        var loaded = new IpsecMb(expandKey, encrypt, decrypt);
        return loaded.DoesAsOpenSsl() ? loaded : null;
    }

    /// <summary>The functions for this processor; null if it is too old.</summary>
    private static string? Variant()
    {
        if (!Avx2.IsSupported || !System.Runtime.Intrinsics.X86.Aes.IsSupported || !Pclmulqdq.IsSupported)
            return null;
        const int GfniVaesVpclmulqdq = 0b111 << 8;
        var isWide = Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported && (X86Base.CpuId(7, 0).Ecx & GfniVaesVpclmulqdq) == GfniVaesVpclmulqdq;
        return isWide ? "vaes_avx512" : "avx_gen4";
    }

    /// <summary>Lengths around the edges of its unrolled loops, sealed by both.</summary>
    private bool DoesAsOpenSsl()
    {
        Span<byte> key = stackalloc byte[SrtpProfileExtensions.KeyLength], salt = stackalloc byte[AesGcmContext.NonceLength];
        RandomNumberGenerator.Fill(key);
        RandomNumberGenerator.Fill(salt);
        using var ours = new IpsecMbGcmContext(this, key, salt);
        using var theirs = new EvpGcmContext(key, salt, encrypts: true);
        var (data, sealedByUs, sealedByThem) = (RandomNumberGenerator.GetBytes(1_500), new byte[1_600], new byte[1_600]);
        foreach (var length in (ReadOnlySpan<int>)[0, 1, 15, 16, 17, 127, 128, 129, 255, 256, 257, 767, 768, 769, 1_200, 1_500])
        {
            ours.Seal(1, length, data.AsSpan(0, 12), data.AsSpan(0, length), sealedByUs);
            theirs.Seal(1, length, data.AsSpan(0, 12), data.AsSpan(0, length), sealedByThem);
            var whole = length + AesGcmContext.TagLength;
            if (!sealedByUs.AsSpan(0, whole).SequenceEqual(sealedByThem.AsSpan(0, whole)))
                return false;
        }
        return true;
    }
}
