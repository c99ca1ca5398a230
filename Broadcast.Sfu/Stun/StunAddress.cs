using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Stun;

/// <summary>The value of XOR-MAPPED-ADDRESS (RFC 8489 §14.2).</summary>
internal static class StunAddress
{
    public const int IPv4Length = 8;
    public const int IPv6Length = 20;
    private const byte FamilyIPv4 = 1;
    private const byte FamilyIPv6 = 2;

    public static bool TryReadXor(ReadOnlySpan<byte> value, ReadOnlySpan<byte> transactionId, out TransportTuple address)
    {
        address = default;
        if (value.Length < IPv4Length)
            return false;
        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ StunMessage.MagicCookie >> 16);
        if (value[1] == FamilyIPv4 && value.Length == IPv4Length)
        {
            address = TransportTuple.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(value[4..]) ^ StunMessage.MagicCookie, port);
            return true;
        }
        if (value[1] != FamilyIPv6 || value.Length != IPv6Length)
            return false;
        var (maskHigh, maskLow) = IPv6Mask(transactionId);
        address = new TransportTuple(
            BinaryPrimitives.ReadUInt64BigEndian(value[4..]) ^ maskHigh,
            BinaryPrimitives.ReadUInt64BigEndian(value[12..]) ^ maskLow,
            port, 0, TransportProtocol.Udp);
        return true;
    }

    /// <returns>Bytes written.</returns>
    public static int WriteXor(Span<byte> value, ReadOnlySpan<byte> transactionId, in TransportTuple address)
    {
        value[0] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ StunMessage.MagicCookie >> 16));
        if (address.IsIPv4)
        {
            value[1] = FamilyIPv4;
            BinaryPrimitives.WriteUInt32BigEndian(value[4..], address.IPv4Address ^ StunMessage.MagicCookie);
            return IPv4Length;
        }
        var (maskHigh, maskLow) = IPv6Mask(transactionId);
        value[1] = FamilyIPv6;
        BinaryPrimitives.WriteUInt64BigEndian(value[4..], address.AddressHigh ^ maskHigh);
        BinaryPrimitives.WriteUInt64BigEndian(value[12..], address.AddressLow ^ maskLow);
        return IPv6Length;
    }

    private static (ulong High, ulong Low) IPv6Mask(ReadOnlySpan<byte> transactionId) =>
        ((ulong)StunMessage.MagicCookie << 32 | BinaryPrimitives.ReadUInt32BigEndian(transactionId),
         BinaryPrimitives.ReadUInt64BigEndian(transactionId[4..]));
}
