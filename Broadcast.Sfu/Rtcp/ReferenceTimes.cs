using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Rtcp;

/// <summary>
/// Extended report, PT=207, of two blocks from which both ends learn the round trip although neither need send media: the sender's time
/// (RRTR, BT=4), and how long the remote's last one has been here (DLRR, BT=5) (RFC 3611 §4.4, §4.5).
/// </summary>
/// <param name="Time">The sender's.</param>
/// <param name="AnsweredSsrc">Of the remote whose time is answered.</param>
/// <param name="LastTime">Middle 32 bits of that time; 0 if none has come.</param>
/// <param name="DelaySinceLast">Since it came, in 1/65536 s.</param>
public readonly record struct ReferenceTimes(uint SenderSsrc, NtpTime Time, uint AnsweredSsrc, uint LastTime, uint DelaySinceLast)
{
    public const int Length = RtcpPacket.HeaderLength + 4 + TimeLength + BlockHeaderLength + AnswerLength;

    private const byte TimeBlock = 4;
    private const byte AnswerBlock = 5;
    private const int BlockHeaderLength = 4;
    private const int TimeLength = BlockHeaderLength + 8;
    private const int AnswerLength = 12;

    /// <returns>False if of another type, cut off, or without the sender's time. Blocks of other types are passed over.</returns>
    public static bool TryParse(RtcpPacket packet, out ReferenceTimes times)
    {
        times = default;
        if (packet.Type != RtcpType.ExtendedReport || packet.Body.Length < 4)
            return false;
        times = new ReferenceTimes(BinaryPrimitives.ReadUInt32BigEndian(packet.Body), default, 0, 0, 0);
        var rest = packet.Body[4..];
        var hasTime = false;
        while (rest.Length >= BlockHeaderLength)
        {
            var length = BlockHeaderLength + 4 * BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length > rest.Length)
                return false;
            hasTime |= rest[0] == TimeBlock && length == TimeLength;
            times = Read(times, rest[0], rest[BlockHeaderLength..length]);
            rest = rest[length..];
        }
        return hasTime && rest.IsEmpty;
    }

    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> destination)
    {
        RtcpPacket.WriteHeader(destination, RtcpType.ExtendedReport, 0, Length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], SenderSsrc);
        WriteBlockHeader(destination[8..], TimeBlock, TimeLength - BlockHeaderLength);
        BinaryPrimitives.WriteUInt64BigEndian(destination[12..], Time.Value);
        WriteBlockHeader(destination[20..], AnswerBlock, AnswerLength);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], AnsweredSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[28..], LastTime);
        BinaryPrimitives.WriteUInt32BigEndian(destination[32..], DelaySinceLast);
        return Length;
    }

    private static ReferenceTimes Read(in ReferenceTimes times, byte type, ReadOnlySpan<byte> block) => (type, block.Length) switch
    {
        (TimeBlock, TimeLength - BlockHeaderLength) => times with { Time = new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(block)) },
        (AnswerBlock, >= AnswerLength) => times with
        {
            AnsweredSsrc = BinaryPrimitives.ReadUInt32BigEndian(block),
            LastTime = BinaryPrimitives.ReadUInt32BigEndian(block[4..]),
            DelaySinceLast = BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
        },
        _ => times,
    };

    private static void WriteBlockHeader(Span<byte> destination, byte type, int length)
    {
        destination[0] = type;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(length / 4));
    }
}
