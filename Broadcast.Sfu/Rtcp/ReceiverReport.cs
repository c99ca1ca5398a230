using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>Receiver report, PT=201 (RFC 3550 §6.4.2).</summary>
public readonly ref struct ReceiverReport
{
    /// <summary>Length without report blocks.</summary>
    public const int Length = RtcpPacket.HeaderLength + 4;

    private readonly RtcpPacket packet;

    private ReceiverReport(RtcpPacket packet) => this.packet = packet;

    public uint SenderSsrc => BinaryPrimitives.ReadUInt32BigEndian(packet.Body);

    public ReportBlocks Blocks => new(packet.Body.Slice(4, packet.Count * ReportBlock.Length));

    /// <returns>False if of another type or too short for its report count.</returns>
    public static bool TryParse(RtcpPacket packet, out ReceiverReport report)
    {
        report = new ReceiverReport(packet);
        return packet.Type == RtcpType.ReceiverReport
            && packet.Body.Length >= 4 + packet.Count * ReportBlock.Length;
    }

    /// <param name="destination">At least <see cref="Length"/> + 24 × blocks bytes.</param>
    /// <param name="blocks">At most 31.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, ReadOnlySpan<ReportBlock> blocks = default)
    {
        var length = Length + blocks.Length * ReportBlock.Length;
        RtcpPacket.WriteHeader(destination, RtcpType.ReceiverReport, blocks.Length, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], senderSsrc);
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].Write(destination[(Length + i * ReportBlock.Length)..]);
        return length;
    }
}
