using System.Buffers.Binary;

namespace Broadcast.Bench.Traffic;

/// <summary>
/// The stream that every server is measured with: VP8, 30 frames/s of 5 or 6 packets, 165 packets/s and 1.5 Mbit/s. As browsers
/// packetize, the packets of a frame differ by one byte at most. Every payload byte follows from the sequence number, so that a
/// receiver can tell whether it got what was sent.
/// </summary>
internal sealed class TestStream
{
    public const byte PayloadType = 96;
    public const int ClockRate = 90_000;
    public const uint Ssrc = 0x1234_5678;
    public const int FramesPerSecond = 30;
    public const int MaxPacketLength = 1_200;

    /// <summary>Mean payload that makes 1.5 Mbit/s of 165 packets/s, less the RTP header.</summary>
    private const int MeanPayloadLength = 1_124;

    private const int HeaderLength = 12;
    private const int DescriptorLength = 1;
    private const int KeyFrameHeaderLength = 10;

    private readonly byte[] packet = new byte[MaxPacketLength];
    private ushort sequenceNumber = 1;
    private int frame;

    /// <summary>Makes the next frame a key frame.</summary>
    public bool KeyFrameWanted { get; set; } = true;

    public long PacketsSent { get; private set; }

    /// <summary>Hands out the packets of one frame, one by one.</summary>
    public void NextFrame(Action<ReadOnlyMemory<byte>> send)
    {
        var isKeyFrame = KeyFrameWanted;
        KeyFrameWanted = false;
        var packets = 5 + frame % 2;
        var frameLength = packets * MeanPayloadLength - frame * 7 % 40;
        for (var i = 0; i < packets; i++)
        {
            var payloadLength = frameLength / packets + (i < frameLength % packets ? 1 : 0);
            Write(packet.AsSpan(0, HeaderLength + payloadLength), isKeyFrame, isFirst: i == 0, isLast: i == packets - 1);
            send(packet.AsMemory(0, HeaderLength + payloadLength));
            sequenceNumber++;
            PacketsSent++;
        }
        frame++;
    }

    /// <summary>Whether a payload is the one that was sent; the sequence number is read from the payload itself.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < DescriptorLength + KeyFrameHeaderLength + 2)
            return false;
        var body = payload[(DescriptorLength + KeyFrameHeaderLength)..];
        var seed = BinaryPrimitives.ReadUInt16BigEndian(body);
        for (var i = 2; i < body.Length; i += 97)
        {
            if (body[i] != (byte)(seed + i))
                return false;
        }
        return true;
    }

    /// <summary>The sequence number that the packet was sent with, of an intact payload.</summary>
    public static ushort SequenceNumberOf(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadUInt16BigEndian(payload[(DescriptorLength + KeyFrameHeaderLength)..]);

    /// <summary>Whether a VP8 payload begins a key frame (RFC 7741 §4.2, §4.3).</summary>
    public static bool BeginsKeyFrame(ReadOnlySpan<byte> payload) =>
        payload.Length > DescriptorLength && (payload[0] & 0x10) != 0 && (payload[DescriptorLength] & 1) == 0;

    private void Write(Span<byte> packet, bool isKeyFrame, bool isFirst, bool isLast)
    {
        packet[0] = 0x80;
        packet[1] = (byte)((isLast ? 0x80 : 0) | PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], (uint)(frame * (ClockRate / FramesPerSecond)));
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], Ssrc);
        var payload = packet[HeaderLength..];
        payload[0] = (byte)(isFirst ? 0x10 : 0);
        WriteFrameHeader(payload[DescriptorLength..], isKeyFrame);
        var body = payload[(DescriptorLength + KeyFrameHeaderLength)..];
        BinaryPrimitives.WriteUInt16BigEndian(body, sequenceNumber);
        for (var i = 2; i < body.Length; i++)
            body[i] = (byte)(sequenceNumber + i);
    }

    /// <summary>Frame tag, start code, 1280×720 (RFC 6386 §9.1).</summary>
    private static void WriteFrameHeader(Span<byte> header, bool isKeyFrame)
    {
        ReadOnlySpan<byte> key = [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02];
        key.CopyTo(header);
        if (!isKeyFrame)
            header[0] |= 1;
    }
}
