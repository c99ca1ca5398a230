using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>The two SSRCs that begin every feedback message (RFC 4585 §6.1).</summary>
internal static class FeedbackHeader
{
    /// <summary>Bytes of the SSRCs within the body.</summary>
    public const int BodyLength = 8;

    /// <summary>Bytes up to the feedback control information.</summary>
    public const int Length = RtcpPacket.HeaderLength + BodyLength;

    public static uint SenderSsrc(RtcpPacket packet) => BinaryPrimitives.ReadUInt32BigEndian(packet.Body);

    public static uint MediaSsrc(RtcpPacket packet) => BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..]);

    public static void Write(Span<byte> destination, RtcpType type, int format, int length, uint senderSsrc, uint mediaSsrc)
    {
        RtcpPacket.WriteHeader(destination, type, format, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], senderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], mediaSsrc);
    }
}
