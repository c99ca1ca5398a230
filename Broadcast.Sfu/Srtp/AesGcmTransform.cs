using System.Buffers.Binary;
using System.Security.Cryptography;
using Label = Broadcast.Sfu.Srtp.SrtpKeyDerivation.Label;

namespace Broadcast.Sfu.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714): the tag follows the payload, and in SRTCP the index follows the tag.</summary>
internal sealed class AesGcmTransform : SrtpTransform
{
    private const int TagLength = AesGcmContext.TagLength;

    private readonly AesGcmContext rtp;
    private readonly AesGcmContext rtcp;

    public AesGcmTransform(AesGcmContext rtp, AesGcmContext rtcp)
    {
        this.rtp = rtp;
        this.rtcp = rtcp;
    }

    public static AesGcmTransform Derive(SrtpMasterKey master, bool encrypts) => new(
        DeriveContext(master, Label.RtpEncryption, Label.RtpSalt, encrypts),
        DeriveContext(master, Label.RtcpEncryption, Label.RtcpSalt, encrypts));

    public override bool IndexMustNotRepeat => true;
    public override int RtpOverhead => TagLength;
    public override int RtcpOverhead => TagLength + RtcpIndexLength;
    public override int RtcpIndexFromEnd => RtcpIndexLength;

    public override int Protect(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload, uint ssrc, long index)
    {
        rtp.Seal(ssrc, index, buffer[..headerLength], payload, buffer[headerLength..]);
        return headerLength + payload.Length + TagLength;
    }

    public override bool TryUnprotect(Span<byte> packet, int headerLength, uint ssrc, long index) =>
        rtp.TryOpen(ssrc, index, packet[..headerLength], packet[headerLength..^TagLength], packet[^TagLength..]);

    public override int ProtectRtcp(Span<byte> buffer, int length, uint ssrc, uint index)
    {
        Span<byte> associated = stackalloc byte[RtcpHeaderLength + RtcpIndexLength];
        WriteAssociated(associated, buffer, index);
        rtcp.Seal(ssrc, index, associated, buffer[RtcpHeaderLength..length], buffer[RtcpHeaderLength..]);
        associated[RtcpHeaderLength..].CopyTo(buffer[(length + TagLength)..]);
        return length + RtcpOverhead;
    }

    public override bool TryUnprotectRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> associated = stackalloc byte[RtcpHeaderLength + RtcpIndexLength];
        WriteAssociated(associated, packet, index);
        var sealedPart = packet[RtcpHeaderLength..^RtcpIndexLength];
        return rtcp.TryOpen(ssrc, index, associated, sealedPart[..^TagLength], sealedPart[^TagLength..]);
    }

    public override void Dispose()
    {
        rtp.Dispose();
        rtcp.Dispose();
    }

    /// <summary>RFC 7714 §9.2: the readable header, then flag and index.</summary>
    private static void WriteAssociated(Span<byte> associated, ReadOnlySpan<byte> packet, uint index)
    {
        packet[..RtcpHeaderLength].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[RtcpHeaderLength..], index | EncryptedFlag);
    }

    private static AesGcmContext DeriveContext(SrtpMasterKey master, Label keyLabel, Label saltLabel, bool encrypts)
    {
        Span<byte> key = stackalloc byte[SrtpProfileExtensions.KeyLength];
        Span<byte> salt = stackalloc byte[AesGcmContext.NonceLength];
        SrtpKeyDerivation.Derive(master, keyLabel, key);
        SrtpKeyDerivation.Derive(master, saltLabel, salt);
        var context = AesGcmContext.Create(key, salt, encrypts);
        CryptographicOperations.ZeroMemory(key);
        return context;
    }
}
