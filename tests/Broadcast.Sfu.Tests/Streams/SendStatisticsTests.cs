using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class SendStatisticsTests
{
    private readonly VirtualClock clock = new();
    private readonly SendStatistics statistics = new(9);
    private readonly byte[] buffer = new byte[SenderReport.Length];

    [Fact]
    public void Says_nothing_before_the_first_packet() => Assert.Equal(0, statistics.WriteReport(clock.Now, null, 0, buffer));

    [Fact]
    public void Carries_on_the_publisher_s_clock_shifted_into_the_outgoing_timestamps()
    {
        var publisher = new RtpClock(NtpTime.FromMicroseconds(5_000_000), 96_000, clock.Now, 48_000);
        statistics.OnPacket(80);
        clock.AdvanceMilliseconds(250);
        var report = Write(publisher, timestampOffset: 1_000_000);
        Assert.InRange(report.NtpTime.ToMicroseconds(), 5_249_999, 5_250_000);
        Assert.Equal(1_096_000u + 12_000, report.RtpTimestamp);
        Assert.Equal((9u, 1u, 80u), (report.Ssrc, report.PacketCount, report.OctetCount));
    }

    [Fact]
    public void Says_nothing_before_the_publisher_s_first_report()
    {
        statistics.OnPacket(80);
        Assert.Equal(0, statistics.WriteReport(clock.Now, null, 0, buffer));
    }

    [Fact]
    public void Measures_the_round_trip_from_the_last_two_reports()
    {
        statistics.OnPacket(80);
        var publisher = new RtpClock(NtpTime.FromMicroseconds(5_000_000), 96_000, clock.Now, 48_000);
        var first = Write(publisher, 0).NtpTime.Compact;
        clock.AdvanceMilliseconds(1_000);
        Write(publisher, 0);
        clock.AdvanceMilliseconds(80);
        statistics.OnReportBlock(clock.Now, new ReportBlock(9, 12, 3, 0, 0, first, 65_536));
        Assert.Equal(80_000, statistics.RoundTripUs);
        Assert.Equal((12, 3), (statistics.FractionLost, statistics.CumulativeLost));
    }

    [Fact]
    public void An_answer_to_no_report_of_ours_measures_nothing()
    {
        statistics.OnReportBlock(clock.Now, new ReportBlock(9, 0, 0, 0, 0, 12_345, 0));
        Assert.Null(statistics.RoundTripUs);
    }

    private SenderReport Write(RtpClock publisher, uint timestampOffset)
    {
        Assert.Equal(SenderReport.Length, statistics.WriteReport(clock.Now, publisher, timestampOffset, buffer));
        RtcpPacket.TryParse(buffer, out var packet);
        Assert.True(SenderReport.TryParse(packet, out var report));
        return report;
    }
}
