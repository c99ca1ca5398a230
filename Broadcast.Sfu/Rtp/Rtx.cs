using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtp;

/// <summary>Takes the original packet out of a retransmission (RFC 4588 §4). Wrapping is <see cref="RtpTemplate.Prepare"/> with <c>rtx</c>.</summary>
public static class Rtx
{
    /// <summary>Restores the packet in place: the header moves two bytes up, over the original sequence number.</summary>
    /// <param name="datagram">A retransmission, overwritten.</param>
    /// <param name="payloadType">The payload type that <c>apt</c> names.</param>
    /// <param name="ssrc">The SSRC of the stream that is repaired.</param>
    /// <param name="original">The restored packet within <paramref name="datagram"/>.</param>
    /// <returns>False if not RTP or if too short to carry a packet, as bandwidth probes are.</returns>
    public static bool TryUnwrap(Span<byte> datagram, byte payloadType, uint ssrc, out Span<byte> original)
    {
        original = default;
        if (!RtpPacket.TryParse(datagram, out var rtx) || rtx.Payload.Length < 2)
            return false;
        var headerLength = rtx.HeaderLength;
        var sequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(rtx.Payload);
        datagram[..headerLength].CopyTo(datagram[2..]);
        original = datagram[2..];
        original[1] = (byte)(original[1] & 0x80 | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(original[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(original[8..], ssrc);
        return true;
    }
}
