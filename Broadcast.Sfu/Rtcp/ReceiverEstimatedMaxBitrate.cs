using System.Buffers.Binary;
using System.Numerics;

namespace Broadcast.Sfu.Rtcp;

/// <summary>REMB, PT=206 FMT=15 with the name "REMB" (draft-alvestrand-rmcat-remb-03).</summary>
public readonly ref struct ReceiverEstimatedMaxBitrate
{
    private const int Format = 15;
    private const uint Name = 0x52454D42;
    private const int FixedLength = FeedbackHeader.BodyLength + 8;
    private const int MantissaBits = 18;
    private readonly RtcpPacket packet;

    private ReceiverEstimatedMaxBitrate(RtcpPacket packet) => this.packet = packet;

    public uint SenderSsrc => FeedbackHeader.SenderSsrc(packet);

    /// <summary>Bits per second, over all named streams.</summary>
    public long Bitrate
    {
        get
        {
            var word = BinaryPrimitives.ReadUInt32BigEndian(packet.Body[12..]);
            var exponent = (int)(word >> MantissaBits & 0x3F);
            var bitrate = (UInt128)(word & 0x3_FFFF) << exponent;
            return bitrate > long.MaxValue ? long.MaxValue : (long)bitrate;
        }
    }

    public int Count => packet.Body[12];

    /// <summary>The SSRC of a stream to which the bitrate applies.</summary>
    public uint this[int index] => BinaryPrimitives.ReadUInt32BigEndian(packet.Body[(FixedLength + 4 * index)..]);

    /// <summary>Whether it says that it is one.</summary>
    public static bool IsNamed(RtcpPacket packet) =>
        packet.Is(RtcpType.PayloadFeedback, Format)
        && packet.Body.Length >= FeedbackHeader.BodyLength + 4
        && BinaryPrimitives.ReadUInt32BigEndian(packet.Body[FeedbackHeader.BodyLength..]) == Name;

    /// <returns>False if of another type, of another name, or not as long as its count says.</returns>
    public static bool TryParse(RtcpPacket packet, out ReceiverEstimatedMaxBitrate remb)
    {
        remb = new ReceiverEstimatedMaxBitrate(packet);
        var body = packet.Body;
        return IsNamed(packet) && body.Length >= FixedLength && body.Length == FixedLength + 4 * body[12];
    }

    public static int GetLength(int ssrcs) => RtcpPacket.HeaderLength + FixedLength + 4 * ssrcs;

    /// <param name="destination">At least <see cref="GetLength"/> bytes.</param>
    /// <param name="bitrate">Bits per second, not negative; rounded down to 18 significant bits.</param>
    /// <param name="ssrcs">At most 255.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, long bitrate, ReadOnlySpan<uint> ssrcs)
    {
        var length = GetLength(ssrcs.Length);
        var exponent = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)bitrate) - MantissaBits);
        FeedbackHeader.Write(destination, RtcpType.PayloadFeedback, Format, length, senderSsrc, mediaSsrc: 0);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Name);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], (uint)ssrcs.Length << 24 | (uint)exponent << MantissaBits | (uint)(bitrate >> exponent));
        for (var i = 0; i < ssrcs.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(destination[(20 + 4 * i)..], ssrcs[i]);
        return length;
    }
}
