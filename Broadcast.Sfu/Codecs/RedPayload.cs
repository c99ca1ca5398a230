using System.Buffers.Binary;

namespace Broadcast.Sfu.Codecs;

/// <summary>Redundant audio (RFC 2198): a primary block, and before it blocks that repeat what earlier packets carried.</summary>
public readonly ref struct RedPayload
{
    /// <summary>What <see cref="Write"/> may add to a payload: two headers and a block.</summary>
    public const int MaxOverhead = HeaderLength + LastHeaderLength + MaxLength;

    private const int HeaderLength = 4;
    private const int LastHeaderLength = 1;
    private const byte Follows = 0x80;
    private const int LengthBits = 10;
    private const int MaxLength = (1 << LengthBits) - 1;
    private const uint MaxOffset = (1 << 14) - 1;

    /// <summary>More are sent by nobody.</summary>
    private const int MaxRedundant = 8;

    private readonly ReadOnlySpan<byte> payload;
    private readonly int headersEnd;

    private RedPayload(ReadOnlySpan<byte> payload, int redundant, int primaryOffset)
    {
        this.payload = payload;
        Redundant = redundant;
        headersEnd = redundant * HeaderLength + LastHeaderLength;
        Primary = payload[primaryOffset..];
    }

    /// <summary>How many blocks repeat earlier packets.</summary>
    public int Redundant { get; }

    public byte PrimaryType => payload[headersEnd - 1];
    public ReadOnlySpan<byte> Primary { get; }

    /// <returns>False if a header or a block is cut short, or if there are too many.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out RedPayload red)
    {
        red = default;
        var (redundant, lengths) = (0, 0);
        while (true)
        {
            var at = redundant * HeaderLength;
            if (payload.Length <= at || redundant > MaxRedundant)
                return false;
            if ((payload[at] & Follows) == 0)
                break;
            if (payload.Length < at + HeaderLength)
                return false;
            lengths += LengthAt(payload, redundant);
            redundant++;
        }
        var primaryOffset = redundant * HeaderLength + LastHeaderLength + lengths;
        if (payload.Length < primaryOffset)
            return false;
        red = new RedPayload(payload, redundant, primaryOffset);
        return true;
    }

    /// <summary>One of the blocks that repeat: 0 is that of the packet just before, 1 of the one before that.</summary>
    /// <param name="back">Below <see cref="Redundant"/>.</param>
    /// <param name="payloadType">Of the block.</param>
    /// <param name="timestampOffset">How far before this packet's timestamp.</param>
    public ReadOnlySpan<byte> Repeated(int back, out byte payloadType, out uint timestampOffset)
    {
        var index = Redundant - 1 - back;
        var offset = headersEnd;
        for (var before = 0; before < index; before++)
            offset += LengthAt(payload, before);
        var header = BinaryPrimitives.ReadUInt32BigEndian(payload[(index * HeaderLength)..]);
        payloadType = (byte)(header >> 24 & 0x7F);
        timestampOffset = header >> LengthBits & MaxOffset;
        return payload.Slice(offset, LengthAt(payload, index));
    }

    /// <summary>Writes a payload of a primary block, with the one of the packet before where that fits the format.</summary>
    /// <param name="destination">Room for both blocks and five bytes.</param>
    /// <param name="payloadType">Of both.</param>
    /// <param name="before">Empty for none.</param>
    /// <param name="timestampOffset">How far before the primary block's timestamp it was.</param>
    /// <param name="primary">The packet's own.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, byte payloadType, ReadOnlySpan<byte> before, uint timestampOffset, ReadOnlySpan<byte> primary)
    {
        var isRepeated = before.Length is > 0 and <= MaxLength && timestampOffset is > 0 and <= MaxOffset;
        var length = 0;
        if (isRepeated)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)(Follows | payloadType) << 24 | timestampOffset << LengthBits | (uint)before.Length);
            length += HeaderLength;
        }
        destination[length++] = payloadType;
        if (isRepeated)
        {
            before.CopyTo(destination[length..]);
            length += before.Length;
        }
        primary.CopyTo(destination[length..]);
        return length + primary.Length;
    }

    private static int LengthAt(ReadOnlySpan<byte> payload, int index) =>
        BinaryPrimitives.ReadUInt16BigEndian(payload[(index * HeaderLength + 2)..]) & MaxLength;
}
