using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>
/// Which layers the far end of a pipe wants, an application-defined packet of our own: PT=204, subtype 0, name "BCLW" (RFC 3550 §6.7).
/// For each producer eight bytes follow: the SSRC of its first stream, the highest spatial layer or 255 for none, three zeros.
/// </summary>
public readonly ref struct LayerWishes
{
    public const int HeaderLength = RtcpPacket.HeaderLength + BodyLength;
    public const int ItemLength = 8;

    private const uint Name = 0x4243_4C57;
    private const int BodyLength = 8;
    private const byte NoLayer = byte.MaxValue;
    private const int MaxLayer = 7;
    private const int ReservedBits = 24;

    private readonly ReadOnlySpan<byte> items;

    private LayerWishes(ReadOnlySpan<byte> items) => this.items = items;

    public int Count => items.Length / ItemLength;

    public LayerWish this[int index] => Read(items[(index * ItemLength)..]);

    /// <summary>Whether the packet says that it is one.</summary>
    public static bool IsNamed(RtcpPacket packet) =>
        packet.Is(RtcpType.ApplicationDefined, 0) && packet.Body.Length >= BodyLength && BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..]) == Name;

    /// <returns>False if of another type, cut off, or if it names a layer that there cannot be.</returns>
    public static bool TryParse(RtcpPacket packet, out LayerWishes wishes)
    {
        wishes = default;
        if (!IsNamed(packet) || (packet.Body.Length - BodyLength) % ItemLength != 0)
            return false;
        wishes = new LayerWishes(packet.Body[BodyLength..]);
        for (var i = 0; i < wishes.Count; i++)
            if (!IsValid(wishes.items[(i * ItemLength)..]))
                return false;
        return true;
    }

    /// <param name="destination">At least <see cref="HeaderLength"/> and <see cref="ItemLength"/> for each wish.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, ReadOnlySpan<LayerWish> wishes)
    {
        var length = HeaderLength + wishes.Length * ItemLength;
        RtcpPacket.WriteHeader(destination, RtcpType.ApplicationDefined, 0, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], senderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Name);
        for (var i = 0; i < wishes.Length; i++)
        {
            var item = destination[(HeaderLength + i * ItemLength)..];
            var layer = wishes[i].SpatialLayer == LayerWish.Nothing ? NoLayer : (byte)wishes[i].SpatialLayer;
            BinaryPrimitives.WriteUInt32BigEndian(item, wishes[i].Ssrc);
            BinaryPrimitives.WriteUInt32BigEndian(item[4..], (uint)layer << ReservedBits);
        }
        return length;
    }

    private static bool IsValid(ReadOnlySpan<byte> item)
    {
        var rest = BinaryPrimitives.ReadUInt32BigEndian(item[4..]);
        return (rest & (1 << ReservedBits) - 1) == 0 && rest >> ReservedBits is <= MaxLayer or NoLayer;
    }

    private static LayerWish Read(ReadOnlySpan<byte> item) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(item), item[4] == NoLayer ? LayerWish.Nothing : item[4]);
}
