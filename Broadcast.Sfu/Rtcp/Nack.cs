using System.Buffers.Binary;
using System.Numerics;

namespace Broadcast.Sfu.Rtcp;

/// <summary>Generic NACK, PT=205 FMT=1: sequence numbers that a receiver misses (RFC 4585 §6.2.1).</summary>
public readonly ref struct Nack
{
    private const int Format = 1;
    private const int ItemLength = 4;
    private readonly RtcpPacket packet;

    private Nack(RtcpPacket packet) => this.packet = packet;

    public uint SenderSsrc => FeedbackHeader.SenderSsrc(packet);
    public uint MediaSsrc => FeedbackHeader.MediaSsrc(packet);

    /// <summary>The missing sequence numbers, in the order in which they were asked for.</summary>
    public Enumerator GetEnumerator() => new(packet.Body[FeedbackHeader.BodyLength..]);

    /// <returns>False if of another type or without an item.</returns>
    public static bool TryParse(RtcpPacket packet, out Nack nack)
    {
        nack = new Nack(packet);
        return packet.Is(RtcpType.TransportFeedback, Format)
            && packet.Body.Length >= FeedbackHeader.BodyLength + ItemLength
            && packet.Body.Length % ItemLength == 0;
    }

    /// <summary>Packs sequence numbers, each item taking one and up to sixteen that follow it closely.</summary>
    /// <param name="destination">At least 12 + 4 × sequence numbers bytes.</param>
    /// <param name="sequenceNumbers">Ascending in wrapping order.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, uint mediaSsrc, ReadOnlySpan<ushort> sequenceNumbers)
    {
        var length = FeedbackHeader.Length;
        while (!sequenceNumbers.IsEmpty)
        {
            var mask = TakeMask(sequenceNumbers, out var taken);
            BinaryPrimitives.WriteUInt16BigEndian(destination[length..], sequenceNumbers[0]);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(length + 2)..], mask);
            length += ItemLength;
            sequenceNumbers = sequenceNumbers[taken..];
        }
        FeedbackHeader.Write(destination, RtcpType.TransportFeedback, Format, length, senderSsrc, mediaSsrc);
        return length;
    }

    private static ushort TakeMask(ReadOnlySpan<ushort> sequenceNumbers, out int taken)
    {
        var mask = 0;
        for (taken = 1; taken < sequenceNumbers.Length; taken++)
        {
            var distance = (ushort)(sequenceNumbers[taken] - sequenceNumbers[0]);
            if (distance is 0 or > 16)
                break;
            mask |= 1 << (distance - 1);
        }
        return (ushort)mask;
    }

    /// <summary>Unpacks PID and bit mask of each item.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> items;
        private ushort packetId;
        private uint mask;

        internal Enumerator(ReadOnlySpan<byte> items) => this.items = items;

        public ushort Current { get; private set; }

        public bool MoveNext()
        {
            if (mask == 0 && !NextItem())
                return false;
            var bit = BitOperations.TrailingZeroCount(mask);
            mask &= mask - 1;
            Current = (ushort)(packetId + bit);
            return true;
        }

        private bool NextItem()
        {
            if (items.Length < ItemLength)
                return false;
            packetId = BinaryPrimitives.ReadUInt16BigEndian(items);
            mask = (uint)BinaryPrimitives.ReadUInt16BigEndian(items[2..]) << 1 | 1;
            items = items[ItemLength..];
            return true;
        }
    }
}
