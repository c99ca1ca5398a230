using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// One stream of a producer on its way to another node, under an SSRC and sequence numbers of the pipe's own: they begin low, so that the
/// far end knows the rollover counter, and go on without a gap where the stream did not flow. All else is as the publisher sent it.
/// </summary>
/// <param name="source">The publisher's.</param>
/// <param name="pipe">Takes the packets.</param>
/// <param name="ssrc">Of the media.</param>
/// <param name="rtxSsrc">Of what is sent again.</param>
/// <param name="rtx">The retransmissions' payload type for each of the publisher's; 0 where there is none.</param>
internal sealed class NodePipeStream(ProducerStream source, INodePipe pipe, uint ssrc, uint rtxSsrc, byte[] rtx)
{
    /// <summary>Assumed until it is measured.</summary>
    private const long InitialRoundTripUs = 50_000;

    /// <summary>Numbers left out where the publisher began anew: far enough for the far end to see that, near enough for the rollover counter.</summary>
    private const int RestartGap = 1 << 13;

    private const int SequenceOffset = 2;
    private const int SsrcOffset = 8;
    private const int OriginalSequenceLength = 2;
    private const byte PaddingFlag = 0x20;
    private const byte MarkerFlag = 0x80;

    private readonly SequenceMapper mapper = new(0, source.Producer.ClockRate);
    private readonly RetransmissionResponder responder = new(source.Ring.Capacity);
    private ushort rtxSequence;
    private bool isBeginning;
    private int skipped;

    /// <summary>Of the source, since it flows.</summary>
    private long first;

    public ProducerStream Source => source;
    public uint Ssrc => ssrc;

    /// <summary>Share of packets that the far end missed by its last report, 0 to 1, before they were sent again.</summary>
    public double Loss { get; private set; }

    /// <summary>The next packet follows the last one that went over, whatever was sent in between.</summary>
    public void Begin() => isBeginning = true;

    /// <summary>The publisher began anew.</summary>
    public void BeginAnew() => (isBeginning, skipped) = (true, RestartGap);

    /// <summary>Whether a packet of the source goes over, or went: it came after the stream began to flow.</summary>
    /// <param name="sequence">Its extended sequence number; 0 for none.</param>
    public bool Carries(long sequence) => sequence != 0 && !isBeginning && sequence >= first;

    public void OnReportBlock(in ReportBlock block) => Loss = block.FractionLost / 256.0;

    /// <param name="now">The time.</param>
    /// <param name="packet">Of the source.</param>
    /// <param name="bytes">The same as it is in the ring.</param>
    /// <param name="headerLength">Of its header.</param>
    /// <param name="length">To which it is padded; that of the packet where it is not.</param>
    /// <param name="output">Takes what is to be sent.</param>
    public void Send(Instant now, in FramePacket packet, ReadOnlySpan<byte> bytes, int headerLength, int length, SendBatch output)
    {
        if (!pipe.CanSend || !TryNumber(now, packet, out var number))
            return;
        var slot = pipe.Reserve(length, output);
        bytes[..headerLength].CopyTo(slot);
        WriteNumbers(slot, number, ssrc);
        if (length == bytes.Length)
            pipe.Commit(slot, headerLength, bytes[headerLength..], output);
        else
            pipe.Commit(slot, headerLength, Pad(slot, bytes[headerLength..], headerLength, length), output);
    }

    /// <summary>Sends once more what the far end misses (RFC 4588).</summary>
    public void Resend(Instant now, ushort lost, SendBatch output)
    {
        // A node asks once per round trip by its own measure, which may be a little shorter: half of it tells a second request from a repeated one.
        if (!pipe.CanSend || !mapper.TryReverse(lost, out var sent) || !responder.TryResend(now, sent.Sequence, (pipe.RoundTripUs ?? InitialRoundTripUs) / 2))
            return;
        if (!source.Ring.TryGet(now, sent.Sequence, out _, out var bytes) || !RtpPacket.TryParse(bytes, out var packet))
            return;
        var payloadType = rtx[packet.PayloadType];
        if (payloadType == 0 || !pipe.TryRepeat(now, bytes.Length))
            return;
        var slot = pipe.Reserve(bytes.Length + OriginalSequenceLength, output);
        bytes[..packet.HeaderLength].CopyTo(slot);
        WriteNumbers(slot, rtxSequence++, rtxSsrc);
        slot[1] = (byte)(slot[1] & MarkerFlag | payloadType);
        var payload = slot.Slice(packet.HeaderLength, bytes.Length - packet.HeaderLength + OriginalSequenceLength);
        BinaryPrimitives.WriteUInt16BigEndian(payload, lost);
        bytes[packet.HeaderLength..].CopyTo(payload[OriginalSequenceLength..]);
        pipe.Commit(slot, packet.HeaderLength, payload, output);
    }

    /// <param name="report">The publisher's.</param>
    public void SendReport(ReadOnlySpan<byte> report, SendBatch output)
    {
        if (!pipe.CanSend || !RtcpPacket.TryParse(report, out var packet) || !SenderReport.TryParse(packet, out var said))
            return;
        // Its report blocks are about streams that nobody knows over there.
        Span<byte> own = stackalloc byte[SenderReport.Length];
        SenderReport.Write(own, ssrc, said.NtpTime, said.RtpTimestamp, said.PacketCount, said.OctetCount);
        pipe.SendReport(own, output);
    }

    private bool TryNumber(Instant now, in FramePacket packet, out ushort number)
    {
        if (isBeginning && packet.Sequence > mapper.Newest)
        {
            mapper.ResumeAt(packet.Sequence, skipped);
            (isBeginning, skipped, first) = (false, 0, packet.Sequence);
        }
        var isMapped = mapper.TryMap(now, packet.Sequence, packet.Timestamp, out var numbers);
        number = numbers.Sequence;
        return isMapped;
    }

    private static void WriteNumbers(Span<byte> header, ushort number, uint ssrc)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header[SequenceOffset..], number);
        BinaryPrimitives.WriteUInt32BigEndian(header[SsrcOffset..], ssrc);
    }

    /// <summary>Appends RTP padding (RFC 3550 §5.1), which the far end takes off.</summary>
    private static Span<byte> Pad(Span<byte> slot, ReadOnlySpan<byte> payload, int headerLength, int length)
    {
        slot[0] |= PaddingFlag;
        var padded = slot[headerLength..length];
        payload.CopyTo(padded);
        padded[payload.Length..].Clear();
        padded[^1] = (byte)(padded.Length - payload.Length);
        return padded;
    }
}
