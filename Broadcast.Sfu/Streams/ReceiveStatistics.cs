using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Streams;

/// <summary>What is known of a stream being received, and the report block that says it (RFC 3550 §6.4.1, appendices A.3 and A.8).</summary>
public sealed class ReceiveStatistics
{
    private uint ssrc;
    private readonly int clockRate;
    private SequenceExtender sequences;
    private long firstSequence;
    private long expectedBeforeRestart;
    private long expectedAtReport;
    private long receivedAtReport;
    private uint lastTransit;
    private uint scaledJitter;
    private bool keepsClock;

    /// <param name="ssrc">The stream's.</param>
    /// <param name="clockRate">Timestamp units per second.</param>
    public ReceiveStatistics(uint ssrc, int clockRate)
    {
        this.ssrc = ssrc;
        this.clockRate = clockRate;
    }

    public long Packets { get; private set; }

    /// <summary>Whole RTP packets.</summary>
    public long Bytes { get; private set; }

    /// <summary>Expected less received; negative where duplicates outnumber losses. Retransmission does not mend it.</summary>
    public long Lost => Expected - Packets;

    /// <summary>Interarrival jitter in timestamp units.</summary>
    public uint Jitter => scaledJitter >> 4;

    /// <summary>From the last sender report; null before the first.</summary>
    public RtpClock? SenderClock { get; private set; }

    /// <summary>How often the publisher began anew.</summary>
    public int Restarts { get; private set; }

    private long Expected => Packets == 0 ? 0 : expectedBeforeRestart + sequences.Highest - firstSequence + 1;

    /// <summary>Counts a packet that came in its own stream.</summary>
    /// <returns>Its extended sequence number.</returns>
    public long OnPacket(Instant now, in RtpHeader header, int length)
    {
        var sequence = sequences.Extend(header.SequenceNumber);
        UpdateJitter(now, header.Timestamp);
        if (Packets == 0)
            firstSequence = sequence;
        Packets++;
        Bytes += length;
        return sequence;
    }

    /// <summary>The publisher begins anew at the packet that is now handed to <see cref="OnPacket"/>; what was lost in between is not known.</summary>
    public void Restart(ushort sequenceNumber)
    {
        expectedBeforeRestart = Expected;
        firstSequence = sequences.Restart(sequenceNumber);
        SenderClock = keepsClock ? SenderClock : null;
        keepsClock = false;
        Restarts++;
    }

    /// <summary>The stream goes on under another SSRC, and begins anew with its next packet by the clock that is known.</summary>
    public void Rename(uint next) => (ssrc, keepsClock) = (next, true);

    /// <summary>Numbers a packet that came by RTX. It is not counted as received, so that reports keep showing the loss of the path.</summary>
    public long OnRetransmission(in RtpHeader header) => sequences.Peek(header.SequenceNumber);

    public void OnSenderReport(Instant now, SenderReport report) =>
        SenderClock = new RtpClock(report.NtpTime, report.RtpTimestamp, now, clockRate);

    /// <summary>The report of the time since the last one.</summary>
    public ReportBlock TakeReport(Instant now)
    {
        var expected = Expected - expectedAtReport;
        var lost = expected - (Packets - receivedAtReport);
        expectedAtReport = Expected;
        receivedAtReport = Packets;
        var fraction = expected <= 0 || lost <= 0 ? 0 : Math.Min(255, (lost << 8) / expected);
        return new ReportBlock(
            ssrc, (byte)fraction, (int)Math.Clamp(Lost, -0x80_0000, 0x7F_FFFF), ExtendedHighest, Jitter,
            SenderClock?.NtpTime.Compact ?? 0, SenderClock is { } clock ? InReportUnits(now.Since(clock.ReceivedAt)) : 0);
    }

    /// <summary>As on the wire, where the first cycle is 0.</summary>
    private uint ExtendedHighest => Packets == 0 ? 0 : (uint)(sequences.Highest - (firstSequence & ~0xFFFFL));

    private static uint InReportUnits(long us) => (uint)(us * 65_536 / 1_000_000);

    /// <summary>The integer form of RFC 3550 A.8, scaled by 16.</summary>
    private void UpdateJitter(Instant now, uint timestamp)
    {
        var arrival = (uint)((Int128)now.Microseconds * clockRate / 1_000_000);
        var transit = arrival - timestamp;
        if (Packets > 0)
        {
            var difference = (uint)Math.Abs((long)(int)(transit - lastTransit));
            scaledJitter += difference - (scaledJitter + 8 >> 4);
        }
        lastTransit = transit;
    }
}
