using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>
/// Transport-wide congestion control feedback, PT=205 FMT=15 (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): which packets
/// of a transport arrived, and when.
/// </summary>
public readonly ref struct TransportCc
{
    internal const int Format = 15;
    internal const int FixedLength = FeedbackHeader.BodyLength + 8;

    /// <summary>Unit of receive deltas, in microseconds.</summary>
    internal const int DeltaUs = 250;

    /// <summary>Unit of the reference time, in microseconds.</summary>
    internal const int ReferenceUs = 64_000;

    private readonly RtcpPacket packet;

    private TransportCc(RtcpPacket packet) => this.packet = packet;

    public uint SenderSsrc => FeedbackHeader.SenderSsrc(packet);
    public uint MediaSsrc => FeedbackHeader.MediaSsrc(packet);
    public ushort BaseSequence => BinaryPrimitives.ReadUInt16BigEndian(packet.Body[8..]);

    /// <summary>How many packets, arrived or not, the message speaks of.</summary>
    public int StatusCount => BinaryPrimitives.ReadUInt16BigEndian(packet.Body[10..]);

    /// <summary>Signed 24 bits in units of 64 ms: the receiver's clock, from an arbitrary start.</summary>
    public int ReferenceTime => (int)(BinaryPrimitives.ReadUInt32BigEndian(packet.Body[12..]) & 0xFFFF_FF00) >> 8;

    public byte FeedbackCount => packet.Body[15];

    /// <summary>The statuses in order of sequence number.</summary>
    public TransportCcEnumerator GetEnumerator() =>
        new(packet.Body[FixedLength..], BaseSequence, StatusCount, (long)ReferenceTime * ReferenceUs);

    /// <returns>False if of another type, without a status, or if chunks or deltas are cut short.</returns>
    public static bool TryParse(RtcpPacket packet, out TransportCc feedback)
    {
        feedback = new TransportCc(packet);
        if (!packet.Is(RtcpType.TransportFeedback, Format) || packet.Body.Length < FixedLength)
            return false;
        return feedback.StatusCount > 0 && TransportCcEnumerator.IsComplete(packet.Body[FixedLength..], feedback.StatusCount);
    }
}
