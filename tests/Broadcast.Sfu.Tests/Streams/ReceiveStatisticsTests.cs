using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class ReceiveStatisticsTests
{
    private readonly VirtualClock clock = new();
    private readonly ReceiveStatistics statistics = new(7, clockRate: 90_000);

    [Fact]
    public void Reports_loss_since_the_last_report_and_in_all()
    {
        Receive(65_530, 65_531, 65_534, 65_535, 0, 1);
        var block = statistics.TakeReport(clock.Now);
        Assert.Equal((7u, 2, 2 * 256 / 8), (block.Ssrc, block.CumulativeLost, block.FractionLost));
        Assert.Equal(0x1_0001u, block.HighestSequenceNumber);
        Receive(2, 3);
        Assert.Equal(0, statistics.TakeReport(clock.Now).FractionLost);
        Assert.Equal(2, statistics.Lost);
    }

    [Fact]
    public void A_retransmission_does_not_hide_the_loss()
    {
        Receive(10, 12);
        Assert.Equal(65_536 + 11, statistics.OnRetransmission(new RtpHeader(96, false, 11, 0, 7)));
        Assert.Equal(1, statistics.TakeReport(clock.Now).CumulativeLost);
    }

    [Fact]
    public void Duplicates_never_make_loss_negative_in_the_fraction()
    {
        Receive(10, 11, 11, 11);
        var block = statistics.TakeReport(clock.Now);
        Assert.Equal((0, -2), (block.FractionLost, block.CumulativeLost));
    }

    [Fact]
    public void Jitter_is_nothing_for_an_even_stream_and_grows_with_an_uneven_one()
    {
        for (ushort i = 0; i < 100; i++)
            ReceiveAfter(20, i, i * 1_800u);
        Assert.Equal(0u, statistics.Jitter);
        for (ushort i = 100; i < 300; i++)
            ReceiveAfter(i % 2 == 0 ? 10 : 30, i, i * 1_800u);
        // Each packet is 10 ms off the one before.
        Assert.InRange(statistics.Jitter, 850u, 900u);
    }

    [Fact]
    public void Says_how_long_ago_the_last_sender_report_came()
    {
        var bytes = new byte[SenderReport.Length];
        SenderReport.Write(bytes, 7, new NtpTime(0x11223344_55667788), 1_000, 1, 1);
        RtcpPacket.TryParse(bytes, out var packet);
        SenderReport.TryParse(packet, out var report);
        Receive(1);
        Assert.Equal(0u, statistics.TakeReport(clock.Now).LastSenderReport);
        statistics.OnSenderReport(clock.Now, report);
        clock.AdvanceMilliseconds(1_500);
        var block = statistics.TakeReport(clock.Now);
        Assert.Equal((0x33445566u, 98_304u), (block.LastSenderReport, block.DelaySinceLastSenderReport));
    }

    [Fact]
    public void An_empty_stream_reports_nothing_lost() =>
        Assert.Equal(new ReportBlock(7, 0, 0, 0, 0, 0, 0), statistics.TakeReport(clock.Now));

    private void Receive(params ushort[] sequences)
    {
        foreach (var sequence in sequences)
            ReceiveAfter(0, sequence, 0);
    }

    private void ReceiveAfter(int milliseconds, ushort sequence, uint timestamp)
    {
        clock.AdvanceMilliseconds(milliseconds);
        statistics.OnPacket(clock.Now, new RtpHeader(96, false, sequence, timestamp, 7), 100);
    }
}
