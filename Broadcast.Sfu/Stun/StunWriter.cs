using System.Buffers.Binary;
using System.Security.Cryptography;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Stun;

/// <summary>
/// Writes a STUN message into the caller's buffer, which must be large enough: <see cref="StunMessage.MaxLength"/> always is. MESSAGE-INTEGRITY
/// and then FINGERPRINT come last (RFC 8489 §14.5, §14.7).
/// </summary>
public ref struct StunWriter
{
    private readonly Span<byte> buffer;

    /// <param name="buffer">Where the message begins.</param>
    /// <param name="class">Request, response or indication.</param>
    /// <param name="method">Which method.</param>
    /// <param name="transactionId">12 bytes; a response repeats the request's.</param>
    public StunWriter(Span<byte> buffer, StunClass @class, StunMethod method, scoped ReadOnlySpan<byte> transactionId)
    {
        this.buffer = buffer;
        var type = (int)method & 0xF | ((int)method & 0x70) << 1 | ((int)method & 0xF80) << 2 | ((int)@class & 1) << 4 | ((int)@class & 2) << 7;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        transactionId.CopyTo(buffer[8..]);
        Length = StunMessage.HeaderLength;
        WriteLengthField(Length);
    }

    /// <summary>Bytes written so far; the message is complete after every call.</summary>
    public int Length { get; private set; }

    public void Add(StunAttributeType type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Append(type, value.Length));

    public void AddUInt32(StunAttributeType type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Append(type, sizeof(uint)), value);

    public void AddUInt64(StunAttributeType type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Append(type, sizeof(ulong)), value);

    public void AddXorMappedAddress(in TransportTuple address)
    {
        var value = Append(StunAttributeType.XorMappedAddress, address.IsIPv4 ? StunAddress.IPv4Length : StunAddress.IPv6Length);
        StunAddress.WriteXor(value, buffer.Slice(8, StunMessage.TransactionIdLength), address);
    }

    /// <param name="code">Becomes class and number.</param>
    /// <param name="reason">UTF-8, for people.</param>
    public void AddErrorCode(StunErrorCode code, scoped ReadOnlySpan<byte> reason)
    {
        var value = Append(StunAttributeType.ErrorCode, 4 + reason.Length);
        value[2] = (byte)((int)code / 100);
        value[3] = (byte)((int)code % 100);
        reason.CopyTo(value[4..]);
    }

    /// <param name="key">The password, as bytes.</param>
    public void AddIntegrity(scoped ReadOnlySpan<byte> key)
    {
        var covered = Length;
        var value = Append(StunAttributeType.MessageIntegrity, StunMessage.IntegrityLength);
        HMACSHA1.HashData(key, buffer[..covered], value);
    }

    public void AddFingerprint()
    {
        var covered = Length;
        var value = Append(StunAttributeType.Fingerprint, sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(value, Crc32.Compute(buffer[..covered]) ^ StunMessage.FingerprintXor);
    }

    /// <summary>The length field is up to date before the value is computed, as integrity and fingerprint cover it.</summary>
    private Span<byte> Append(StunAttributeType type, int valueLength)
    {
        var paddedLength = valueLength + 3 & ~3;
        var attribute = buffer.Slice(Length, StunMessage.AttributeHeaderLength + paddedLength);
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)valueLength);
        Length += attribute.Length;
        WriteLengthField(Length);
        var value = attribute[StunMessage.AttributeHeaderLength..];
        value.Clear();
        return value[..valueLength];
    }

    private readonly void WriteLengthField(int length) =>
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], (ushort)(length - StunMessage.HeaderLength));
}
