using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Streams;

/// <summary>What is known of a stream being sent to one consumer: its sender reports, and what the receiver reports back.</summary>
public sealed class SendStatistics
{
    /// <summary>A report block answers the last report or, crossing on the way, the one before.</summary>
    private readonly record struct SentReport(uint Compact, Instant At);

    private readonly uint ssrc;
    private SentReport last;
    private SentReport beforeLast;

    /// <param name="ssrc">The outgoing stream's.</param>
    public SendStatistics(uint ssrc) => this.ssrc = ssrc;

    public long Packets { get; private set; }

    /// <summary>Payload bytes, as sender reports count them.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>From the last report block that answered a report of ours; null before.</summary>
    public long? RoundTripUs { get; private set; }

    /// <summary>Lost since the block before the last, in 1/256.</summary>
    public byte FractionLost { get; private set; }

    /// <summary>The same as a share, 0 to 1.</summary>
    public double Loss => FractionLost / 256.0;

    public int CumulativeLost { get; private set; }

    /// <summary>Counts a packet, retransmissions in the same stream included.</summary>
    public void OnPacket(int payloadLength)
    {
        Packets++;
        PayloadBytes += payloadLength;
    }

    /// <summary>
    /// Writes a sender report whose wallclock is the publisher's, so that the receiver can play the publisher's streams in sync.
    /// There is none before the publisher's first: another wallclock in its place would make the receiver's jump.
    /// </summary>
    /// <param name="publisher">The source's <see cref="ReceiveStatistics.SenderClock"/>.</param>
    /// <param name="timestampOffset">What is added to the source's timestamps (<see cref="SequenceMapper.TimestampOffset"/>).</param>
    /// <param name="destination">At least <see cref="SenderReport.Length"/> bytes.</param>
    /// <returns>Bytes written; 0 before the first packet or the publisher's first report.</returns>
    public int WriteReport(Instant now, RtpClock? publisher, uint timestampOffset, Span<byte> destination)
    {
        if (Packets == 0 || publisher is not { } clock)
            return 0;
        var (ntpTime, timestamp) = clock.At(now);
        beforeLast = last;
        last = new SentReport(ntpTime.Compact, now);
        return SenderReport.Write(destination, ssrc, ntpTime, timestamp + timestampOffset, (uint)Packets, (uint)PayloadBytes);
    }

    /// <summary>Takes note of a block about this stream.</summary>
    public void OnReportBlock(Instant now, in ReportBlock block)
    {
        FractionLost = block.FractionLost;
        CumulativeLost = block.CumulativeLost;
        if (block.LastSenderReport == 0)
            return;
        var answered = block.LastSenderReport == last.Compact ? last : beforeLast;
        if (block.LastSenderReport == answered.Compact)
            RoundTripUs = Math.Max(0, now.Since(answered.At) - block.DelaySinceLastSenderReport * 1_000_000L / 65_536);
    }
}
