using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>What a receiver says of one stream (RFC 3550 §6.4.1).</summary>
/// <param name="FractionLost">Lost since the last report, in 1/256.</param>
/// <param name="CumulativeLost">Lost since the start; negative where duplicates outnumber losses. 24 bits on the wire.</param>
/// <param name="HighestSequenceNumber">Cycles in the upper, sequence number in the lower 16 bits.</param>
/// <param name="Jitter">Interarrival jitter in timestamp units.</param>
/// <param name="LastSenderReport">Middle 32 bits of the last report's NTP time; 0 if none was received.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65536 s.</param>
public readonly record struct ReportBlock(
    uint Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint HighestSequenceNumber,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    public const int Length = 24;

    /// <param name="source">At least <see cref="Length"/> bytes.</param>
    public static ReportBlock Read(ReadOnlySpan<byte> source)
    {
        var lost = BinaryPrimitives.ReadUInt32BigEndian(source[4..]);
        return new ReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(source),
            (byte)(lost >> 24),
            (int)(lost << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(source[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[20..]));
    }

    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        var lost = (uint)Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF) & 0xFF_FFFF;
        BinaryPrimitives.WriteUInt32BigEndian(destination, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], (uint)FractionLost << 24 | lost);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], HighestSequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], DelaySinceLastSenderReport);
    }
}
