using System.Buffers.Binary;
using System.Security.Cryptography;
using Label = Broadcast.Sfu.Srtp.SrtpKeyDerivation.Label;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// AES_CM_128_HMAC_SHA1_80 (RFC 3711): encrypt, then authenticate. The rollover counter is authenticated with an RTP packet
/// without being sent; it is laid where the tag will be, so that one call covers both.
/// </summary>
internal sealed class AesCmTransform(AesCmContext rtp, AesCmContext rtcp) : SrtpTransform
{
    private const int TagLength = 10;
    private const int RolloverLength = 4;

    public static AesCmTransform Derive(SrtpMasterKey master) => new(
        DeriveContext(master, Label.RtpEncryption, Label.RtpSalt, Label.RtpAuthentication),
        DeriveContext(master, Label.RtcpEncryption, Label.RtcpSalt, Label.RtcpAuthentication));

    public override bool IndexMustNotRepeat => false;
    public override int RtpOverhead => TagLength;
    public override int RtcpOverhead => RtcpIndexLength + TagLength;
    public override int RtcpIndexFromEnd => RtcpIndexLength + TagLength;

    public override int Protect(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload, uint ssrc, long index)
    {
        var length = headerLength + payload.Length;
        rtp.Apply(ssrc, index, payload, buffer[headerLength..length]);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], (uint)(index >> 16));
        rtp.Authenticate(buffer[..(length + RolloverLength)], buffer.Slice(length, TagLength));
        return length + TagLength;
    }

    public override bool TryUnprotect(Span<byte> packet, int headerLength, uint ssrc, long index)
    {
        var length = packet.Length - TagLength;
        Span<byte> received = stackalloc byte[TagLength];
        packet[length..].CopyTo(received);
        BinaryPrimitives.WriteUInt32BigEndian(packet[length..], (uint)(index >> 16));
        if (!IsAuthentic(rtp, packet[..(length + RolloverLength)], received))
            return false;
        rtp.Apply(ssrc, index, packet[headerLength..length], packet[headerLength..length]);
        return true;
    }

    public override int ProtectRtcp(Span<byte> buffer, int length, uint ssrc, uint index)
    {
        rtcp.Apply(ssrc, index, buffer[RtcpHeaderLength..length], buffer[RtcpHeaderLength..length]);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], index | EncryptedFlag);
        length += RtcpIndexLength;
        rtcp.Authenticate(buffer[..length], buffer.Slice(length, TagLength));
        return length + TagLength;
    }

    public override bool TryUnprotectRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        if (!IsAuthentic(rtcp, packet[..^TagLength], packet[^TagLength..]))
            return false;
        rtcp.Apply(ssrc, index, packet[RtcpHeaderLength..^RtcpOverhead], packet[RtcpHeaderLength..^RtcpOverhead]);
        return true;
    }

    public override void Dispose()
    {
        rtp.Dispose();
        rtcp.Dispose();
    }

    private static bool IsAuthentic(AesCmContext context, ReadOnlySpan<byte> data, ReadOnlySpan<byte> received)
    {
        Span<byte> expected = stackalloc byte[TagLength];
        context.Authenticate(data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, received);
    }

    private static AesCmContext DeriveContext(SrtpMasterKey master, Label keyLabel, Label saltLabel, Label authenticationLabel)
    {
        Span<byte> key = stackalloc byte[SrtpProfileExtensions.KeyLength];
        Span<byte> salt = stackalloc byte[AesCmContext.SaltLength];
        Span<byte> authenticationKey = stackalloc byte[AesCmContext.AuthenticationKeyLength];
        SrtpKeyDerivation.Derive(master, keyLabel, key);
        SrtpKeyDerivation.Derive(master, saltLabel, salt);
        SrtpKeyDerivation.Derive(master, authenticationLabel, authenticationKey);
        var context = new AesCmContext(key, salt, authenticationKey);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(authenticationKey);
        return context;
    }
}
