using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Rtcp;

/// <summary>Sender report, PT=200 (RFC 3550 §6.4.1).</summary>
public readonly ref struct SenderReport
{
    /// <summary>Length without report blocks.</summary>
    public const int Length = RtcpPacket.HeaderLength + SenderInfoEnd;

    private const int SenderInfoEnd = 24;
    private readonly RtcpPacket packet;

    private SenderReport(RtcpPacket packet) => this.packet = packet;

    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(packet.Body);
    public NtpTime NtpTime => new(BinaryPrimitives.ReadUInt64BigEndian(packet.Body[4..]));
    public uint RtpTimestamp => BinaryPrimitives.ReadUInt32BigEndian(packet.Body[12..]);
    public uint PacketCount => BinaryPrimitives.ReadUInt32BigEndian(packet.Body[16..]);

    /// <summary>Payload bytes sent, without headers and padding.</summary>
    public uint OctetCount => BinaryPrimitives.ReadUInt32BigEndian(packet.Body[20..]);

    public ReportBlocks Blocks => new(packet.Body.Slice(SenderInfoEnd, packet.Count * ReportBlock.Length));

    /// <returns>False if of another type or too short for its report count.</returns>
    public static bool TryParse(RtcpPacket packet, out SenderReport report)
    {
        report = new SenderReport(packet);
        return packet.Type == RtcpType.SenderReport
            && packet.Body.Length >= SenderInfoEnd + packet.Count * ReportBlock.Length;
    }

    /// <param name="destination">At least <see cref="Length"/> + 24 × blocks bytes.</param>
    /// <param name="blocks">At most 31.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, uint ssrc, NtpTime ntpTime, uint rtpTimestamp, uint packetCount, uint octetCount, ReadOnlySpan<ReportBlock> blocks = default)
    {
        var length = Length + blocks.Length * ReportBlock.Length;
        RtcpPacket.WriteHeader(destination, RtcpType.SenderReport, blocks.Length, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], ntpTime.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], rtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], packetCount);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], octetCount);
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].Write(destination[(Length + i * ReportBlock.Length)..]);
        return length;
    }
}
