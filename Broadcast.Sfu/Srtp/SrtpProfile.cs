namespace Broadcast.Sfu.Srtp;

/// <summary>DTLS-SRTP protection profiles by their registered numbers (RFC 5764 §4.1.2, RFC 7714 §14.2).</summary>
public enum SrtpProfile : ushort
{
    AesCm128HmacSha1_80 = 0x0001,
    AeadAes128Gcm = 0x0007,
}
