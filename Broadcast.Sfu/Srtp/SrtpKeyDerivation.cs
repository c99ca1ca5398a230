using System.Security.Cryptography;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// Session keys from a master key by AES in counter mode (RFC 3711 §4.3), with a key derivation rate of zero. GCM profiles use
/// the same function with their salt extended by two zero bytes (RFC 7714 §11).
/// </summary>
internal static unsafe class SrtpKeyDerivation
{
    private const int LabelOffset = 7;

    public enum Label : byte
    {
        RtpEncryption,
        RtpAuthentication,
        RtpSalt,
        RtcpEncryption,
        RtcpAuthentication,
        RtcpSalt,
    }

    /// <summary>Fills <paramref name="output"/> with the key that belongs to <paramref name="label"/>.</summary>
    public static void Derive(SrtpMasterKey master, Label label, Span<byte> output)
    {
        Span<byte> counter = stackalloc byte[16];
        counter.Clear();
        master.Salt.CopyTo(counter);
        counter[LabelOffset] ^= (byte)label;
        output.Clear();
        using var cipher = EvpCipherHandle.Aes128Ctr(master.Key);
        var context = cipher.DangerousGetHandle();
        int written;
        fixed (byte* iv = counter, keystream = output)
        {
            if (LibCrypto.CipherSetIv(context, 0, 0, null, iv, -1) != 1 ||
                LibCrypto.CipherUpdate(context, keystream, &written, keystream, output.Length) != 1)
                throw new CryptographicException("libcrypto refuses to derive SRTP keys.");
        }
    }
}
