using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtp;

/// <summary>The fixed fields of an RTP header, read without looking at the rest (RFC 3550 §5.1).</summary>
public readonly record struct RtpHeader(byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc)
{
    /// <summary>Bytes of the fixed header.</summary>
    public const int Length = 12;

    /// <returns>False if shorter than a fixed header or of another version than 2. Lengths inside are not checked.</returns>
    public static bool TryPeek(ReadOnlySpan<byte> datagram, out RtpHeader header)
    {
        header = default;
        if (datagram.Length < Length || datagram[0] >> 6 != 2)
            return false;
        header = new RtpHeader(
            (byte)(datagram[1] & 0x7F),
            (datagram[1] & 0x80) != 0,
            BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]));
        return true;
    }

    /// <summary>Tells RTCP from RTP on one port by the second byte, 192 to 223 (RFC 5761 §4).</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> datagram) => datagram.Length >= 2 && datagram[1] is >= 192 and <= 223;
}
