using System.Buffers.Binary;

namespace Broadcast.Sfu.Srtp;

/// <summary>What SRTP must know of an RTP header (RFC 3550 §5.1, §5.3.1): where the payload begins, and whose packet it is.</summary>
internal readonly record struct SrtpHeader(int Length, ushort SequenceNumber, uint Ssrc)
{
    private const int FixedLength = 12;
    private const int ExtensionHeaderLength = 4;

    /// <summary>Of a packet written here, whose header is known to be whole and <paramref name="length"/> bytes long.</summary>
    public static SrtpHeader Of(ReadOnlySpan<byte> packet, int length) =>
        new(length, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), BinaryPrimitives.ReadUInt32BigEndian(packet[8..]));

    public static bool TryParse(ReadOnlySpan<byte> packet, out SrtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || packet[0] >> 6 != 2)
            return false;
        var length = FixedLength + (packet[0] & 0x0F) * 4;
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + ExtensionHeaderLength)
                return false;
            length += ExtensionHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4;
        }
        if (packet.Length < length)
            return false;
        header = Of(packet, length);
        return true;
    }
}
