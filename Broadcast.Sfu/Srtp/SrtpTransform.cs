namespace Broadcast.Sfu.Srtp;

/// <summary>
/// The cryptographic half of one direction under one profile: it seals and opens packets whose index is already known. The seam
/// for a faster library than OpenSSL.
/// </summary>
internal abstract class SrtpTransform : IDisposable
{
    /// <summary>Marks an SRTCP packet as encrypted, in the word that carries its index (RFC 3711 §3.4).</summary>
    protected const uint EncryptedFlag = 0x8000_0000;

    /// <summary>Of SRTCP: the header and SSRC that stay readable.</summary>
    protected const int RtcpHeaderLength = 8;

    protected const int RtcpIndexLength = 4;

    public static SrtpTransform Create(SrtpMasterKey master, bool encrypts) => master.Profile switch
    {
        SrtpProfile.AeadAes128Gcm => AesGcmTransform.Derive(master, encrypts),
        SrtpProfile.AesCm128HmacSha1_80 => AesCmTransform.Derive(master),
        _ => throw new ArgumentOutOfRangeException(nameof(master), master.Profile, "Unknown SRTP profile."),
    };

    /// <summary>Whether to seal two packets under one index gives the authentication key away, as it does with GCM.</summary>
    public abstract bool IndexMustNotRepeat { get; }

    /// <summary>Bytes that SRTP adds at the end.</summary>
    public abstract int RtpOverhead { get; }

    /// <summary>Bytes that SRTCP adds at the end.</summary>
    public abstract int RtcpOverhead { get; }

    /// <summary>Bytes from the word with flag and index to the end of an SRTCP packet.</summary>
    public abstract int RtcpIndexFromEnd { get; }

    /// <param name="buffer">Begins with the header; takes the whole packet.</param>
    /// <param name="headerLength">Bytes that stay readable.</param>
    /// <param name="payload">Where it comes from: right behind the header, or another place altogether.</param>
    /// <param name="ssrc">The stream's.</param>
    /// <param name="index">Sequence number with the rollover counter above it.</param>
    /// <returns>Length of the sealed packet.</returns>
    public abstract int Protect(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload, uint ssrc, long index);

    /// <param name="packet">At least header and overhead long; undefined afterwards if authentication fails.</param>
    public abstract bool TryUnprotect(Span<byte> packet, int headerLength, uint ssrc, long index);

    /// <returns>Length of the sealed packet.</returns>
    public abstract int ProtectRtcp(Span<byte> buffer, int length, uint ssrc, uint index);

    /// <inheritdoc cref="TryUnprotect"/>
    public abstract bool TryUnprotectRtcp(Span<byte> packet, uint ssrc, uint index);

    public abstract void Dispose();
}
