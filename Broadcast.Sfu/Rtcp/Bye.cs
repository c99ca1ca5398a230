using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>Goodbye, PT=203 (RFC 3550 §6.6). The reason text is not read.</summary>
public readonly ref struct Bye
{
    private readonly RtcpPacket packet;

    private Bye(RtcpPacket packet) => this.packet = packet;

    /// <summary>How many streams end.</summary>
    public int Count => packet.Count;

    /// <summary>The SSRC of one of them.</summary>
    public uint this[int index] => BinaryPrimitives.ReadUInt32BigEndian(packet.Body[(4 * index)..]);

    /// <returns>False if of another type or too short for its count.</returns>
    public static bool TryParse(RtcpPacket packet, out Bye bye)
    {
        bye = new Bye(packet);
        return packet.Type == RtcpType.Bye && packet.Body.Length >= 4 * packet.Count;
    }

    /// <param name="destination">At least 4 + 4 × SSRCs bytes.</param>
    /// <param name="ssrcs">At most 31.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, ReadOnlySpan<uint> ssrcs)
    {
        var length = RtcpPacket.HeaderLength + 4 * ssrcs.Length;
        RtcpPacket.WriteHeader(destination, RtcpType.Bye, ssrcs.Length, length);
        for (var i = 0; i < ssrcs.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(destination[(4 + 4 * i)..], ssrcs[i]);
        return length;
    }
}
