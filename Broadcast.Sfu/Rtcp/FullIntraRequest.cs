using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>Full intra request, PT=206 FMT=4: asks one or more senders for a key frame (RFC 5104 §4.3.1).</summary>
public readonly ref struct FullIntraRequest
{
    /// <summary>Length of a request to one sender.</summary>
    public const int Length = FeedbackHeader.Length + EntryLength;

    private const int Format = 4;
    private const int EntryLength = 8;
    private readonly RtcpPacket packet;

    private FullIntraRequest(RtcpPacket packet) => this.packet = packet;

    public uint SenderSsrc => FeedbackHeader.SenderSsrc(packet);

    /// <summary>How many senders are asked.</summary>
    public int Count => (packet.Body.Length - FeedbackHeader.BodyLength) / EntryLength;

    /// <summary>One sender asked, and the command's number, which changes only with a new request.</summary>
    public (uint MediaSsrc, byte Command) this[int index]
    {
        get
        {
            var entry = packet.Body[(FeedbackHeader.BodyLength + index * EntryLength)..];
            return (BinaryPrimitives.ReadUInt32BigEndian(entry), entry[4]);
        }
    }

    /// <returns>False if of another type or without an entry.</returns>
    public static bool TryParse(RtcpPacket packet, out FullIntraRequest request)
    {
        request = new FullIntraRequest(packet);
        return packet.Is(RtcpType.PayloadFeedback, Format) && packet.Body.Length >= FeedbackHeader.BodyLength + EntryLength;
    }

    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, uint mediaSsrc, byte command)
    {
        FeedbackHeader.Write(destination, RtcpType.PayloadFeedback, Format, Length, senderSsrc, mediaSsrc: 0);
        BinaryPrimitives.WriteUInt32BigEndian(destination[FeedbackHeader.Length..], mediaSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[(FeedbackHeader.Length + 4)..], (uint)command << 24);
        return Length;
    }
}
