using System.Buffers.Binary;

namespace Broadcast.Bench.Traffic;

/// <summary>What every packet of a <see cref="TestStream"/> or <see cref="TestSound"/> carries: each byte follows from the sequence number, so that a receiver can tell whether it got what was sent.</summary>
internal static class TestPayload
{
    private const int DescriptorLength = 1;
    private const int KeyFrameHeaderLength = 10;
    private const int HeaderLength = 12;
    private const int BodyOffset = DescriptorLength + KeyFrameHeaderLength;

    /// <summary>Writes a whole RTP packet; the length of the span is the packet's.</summary>
    public static void Write(Span<byte> packet, byte payloadType, bool marker, ushort sequenceNumber, uint timestamp, uint ssrc, bool isKeyFrame, bool isFirst)
    {
        packet[0] = 0x80;
        packet[1] = (byte)((marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
        var payload = packet[HeaderLength..];
        payload[0] = (byte)(isFirst ? 0x10 : 0);
        WriteFrameHeader(payload[DescriptorLength..], isKeyFrame);
        var body = payload[BodyOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(body, sequenceNumber);
        for (var i = 2; i < body.Length; i++)
            body[i] = (byte)(sequenceNumber + i);
    }

    /// <summary>Whether a payload is the one that was sent; the sequence number is read from the payload itself.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < BodyOffset + 2)
            return false;
        var body = payload[BodyOffset..];
        var seed = BinaryPrimitives.ReadUInt16BigEndian(body);
        for (var i = 2; i < body.Length; i += 97)
        {
            if (body[i] != (byte)(seed + i))
                return false;
        }
        return true;
    }

    /// <summary>The sequence number that the packet was sent with, of an intact payload.</summary>
    public static ushort SequenceNumberOf(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadUInt16BigEndian(payload[BodyOffset..]);

    /// <summary>Whether a VP8 payload begins a key frame (RFC 7741 §4.2, §4.3).</summary>
    public static bool BeginsKeyFrame(ReadOnlySpan<byte> payload) =>
        payload.Length > DescriptorLength && (payload[0] & 0x10) != 0 && (payload[DescriptorLength] & 1) == 0;

    /// <summary>Frame tag, start code, 1280×720 (RFC 6386 §9.1).</summary>
    private static void WriteFrameHeader(Span<byte> header, bool isKeyFrame)
    {
        ReadOnlySpan<byte> key = [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02];
        key.CopyTo(header);
        if (!isKeyFrame)
            header[0] |= 1;
    }
}
