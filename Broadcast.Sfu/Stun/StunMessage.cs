using System.Buffers.Binary;
using System.Security.Cryptography;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Stun;

/// <summary>A STUN message as a view of a received datagram (RFC 8489 §5). Attributes after MESSAGE-INTEGRITY are ignored, but for FINGERPRINT.</summary>
public readonly ref struct StunMessage
{
    public const int HeaderLength = 20;
    public const int TransactionIdLength = 12;

    /// <summary>A connectivity check has about 100 bytes; nothing legitimate is longer than a datagram on Ethernet.</summary>
    public const int MaxLength = 1_500;

    internal const uint MagicCookie = 0x2112_A442;
    internal const uint FingerprintXor = 0x5354_554E;
    internal const int IntegrityLength = HMACSHA1.HashSizeInBytes;
    internal const int AttributeHeaderLength = 4;

    private readonly ReadOnlySpan<byte> bytes;
    private readonly int integrityOffset;
    private readonly int fingerprintOffset;

    private StunMessage(ReadOnlySpan<byte> bytes, int integrityOffset, int fingerprintOffset)
    {
        this.bytes = bytes;
        this.integrityOffset = integrityOffset;
        this.fingerprintOffset = fingerprintOffset;
    }

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    public StunClass Class => (StunClass)((bytes[0] & 1) << 1 | bytes[1] >> 4 & 1);
    public StunMethod Method => (StunMethod)((bytes[0] & 0x3E) << 6 | (bytes[1] & 0xE0) >> 1 | bytes[1] & 0x0F);
    public ReadOnlySpan<byte> TransactionId => bytes.Slice(8, TransactionIdLength);

    /// <summary><c>receiver's fragment : sender's fragment</c> in a connectivity check; empty if absent.</summary>
    public ReadOnlySpan<byte> Username => TryGet(StunAttributeType.Username, out var value) ? value : [];

    public uint? Priority => TryGet(StunAttributeType.Priority, out var value) && value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;
    public bool UseCandidate => TryGet(StunAttributeType.UseCandidate, out _);

    /// <summary>The tie-breaker of a sender that believes itself controlling.</summary>
    public ulong? IceControlling => ReadUInt64(StunAttributeType.IceControlling);

    /// <summary>The tie-breaker of a sender that believes itself controlled.</summary>
    public ulong? IceControlled => ReadUInt64(StunAttributeType.IceControlled);

    /// <summary>libwebrtc's NETWORK-COST: 0 (free) to 999 (to be avoided); null if absent.</summary>
    public ushort? NetworkCost => TryGet(StunAttributeType.NetworkCost, out var value) && value.Length == 4 ? BinaryPrimitives.ReadUInt16BigEndian(value[2..]) : null;

    /// <summary>The code of an error response, 300–699; null if absent or malformed.</summary>
    public StunErrorCode? ErrorCode =>
        TryGet(StunAttributeType.ErrorCode, out var value) && value.Length >= 4 && (value[2] & 7) is >= 3 and <= 6 && value[3] < 100
            ? (StunErrorCode)((value[2] & 7) * 100 + value[3])
            : null;

    public bool HasIntegrity => integrityOffset != 0;
    public bool HasFingerprint => fingerprintOffset != 0;

    /// <summary>Whether a datagram is for STUN, by its first byte (RFC 7983 §7).</summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) => datagram.Length >= HeaderLength && datagram[0] < 4;

    /// <returns>False if the header, the length or an attribute's length is wrong, or if something follows FINGERPRINT.</returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (!IsStun(datagram) || datagram.Length > MaxLength)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if (length % 4 != 0 || length + HeaderLength != datagram.Length || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != MagicCookie)
            return false;
        if (!TryLocate(datagram, out var integrityOffset, out var fingerprintOffset))
            return false;
        message = new StunMessage(datagram, integrityOffset, fingerprintOffset);
        return true;
    }

    public bool TryGet(StunAttributeType type, out ReadOnlySpan<byte> value)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Type != type)
                continue;
            value = attribute.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>The attributes in their order on the wire, up to MESSAGE-INTEGRITY.</summary>
    public StunAttributeEnumerator Attributes => new(bytes[HeaderLength..AuthenticatedEnd]);

    /// <summary>XOR-MAPPED-ADDRESS of a response (RFC 8489 §14.2).</summary>
    public bool TryGetXorMappedAddress(out TransportTuple address)
    {
        address = default;
        return TryGet(StunAttributeType.XorMappedAddress, out var value) && StunAddress.TryReadXor(value, TransactionId, out address);
    }

    /// <returns>False if FINGERPRINT is absent or wrong.</returns>
    public bool CheckFingerprint() =>
        HasFingerprint &&
        BinaryPrimitives.ReadUInt32BigEndian(bytes[(fingerprintOffset + AttributeHeaderLength)..]) == (Crc32.Compute(bytes[..fingerprintOffset]) ^ FingerprintXor);

    /// <summary>MESSAGE-INTEGRITY: HMAC-SHA1 up to the attribute, with the length field as if the message ended with it (RFC 8489 §14.5).</summary>
    /// <param name="key">The password, as bytes.</param>
    /// <returns>False if absent or wrong. Compares in constant time.</returns>
    public bool CheckIntegrity(ReadOnlySpan<byte> key)
    {
        if (!HasIntegrity)
            return false;
        Span<byte> covered = stackalloc byte[MaxLength];
        covered = covered[..integrityOffset];
        bytes[..integrityOffset].CopyTo(covered);
        BinaryPrimitives.WriteUInt16BigEndian(covered[2..], (ushort)(integrityOffset + AttributeHeaderLength + IntegrityLength - HeaderLength));
        Span<byte> expected = stackalloc byte[IntegrityLength];
        HMACSHA1.HashData(key, covered, expected);
        return CryptographicOperations.FixedTimeEquals(expected, bytes.Slice(integrityOffset + AttributeHeaderLength, IntegrityLength));
    }

    private int AuthenticatedEnd => HasIntegrity ? integrityOffset : HasFingerprint ? fingerprintOffset : bytes.Length;

    private ulong? ReadUInt64(StunAttributeType type) =>
        TryGet(type, out var value) && value.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(value) : null;

    private static bool TryLocate(ReadOnlySpan<byte> datagram, out int integrityOffset, out int fingerprintOffset)
    {
        integrityOffset = fingerprintOffset = 0;
        var offset = HeaderLength;
        while (offset < datagram.Length)
        {
            if (fingerprintOffset != 0 || datagram.Length - offset < AttributeHeaderLength)
                return false;
            var type = (StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(datagram[offset..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(datagram[(offset + 2)..]);
            var next = offset + AttributeHeaderLength + (length + 3 & ~3);
            if (next > datagram.Length)
                return false;
            if (type == StunAttributeType.MessageIntegrity && integrityOffset == 0)
            {
                if (length != IntegrityLength)
                    return false;
                integrityOffset = offset;
            }
            else if (type == StunAttributeType.Fingerprint)
            {
                if (length != sizeof(uint))
                    return false;
                fingerprintOffset = offset;
            }
            offset = next;
        }
        return true;
    }
}
