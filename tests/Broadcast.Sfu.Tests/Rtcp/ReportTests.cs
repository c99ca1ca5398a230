using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtcp;

public sealed class ReportTests
{
    private const string Block = """
        00 00 00 0A       # SSRC of the stream
        40 FF FF FE       # a quarter lost; -2 in all
        00 01 00 05       # one cycle, sequence 5
        00 00 00 20       # jitter
        11 22 33 44       # LSR
        00 01 00 00       # DLSR: one second
        """;

    private static readonly ReportBlock Expected = new(10, 64, -2, 0x10005, 32, 0x11223344, 65_536);

    private static readonly byte[] Sender = Hex.Parse("""
        81 C8 00 0C       # SR, one block
        DE AD BE EF       # SSRC
        E0 00 00 01       # NTP seconds
        80 00 00 00       # and a half
        00 01 5F 90       # RTP timestamp 90000
        00 00 00 64       # 100 packets
        00 00 10 00       # 4096 bytes
        """ + "\n" + Block);

    private static readonly byte[] Receiver = Hex.Parse("81 C9 00 07 00 00 00 01\n" + Block);

    [Fact]
    public void Reads_a_sender_report()
    {
        RtcpPacket.TryParse(Sender, out var packet);
        Assert.True(SenderReport.TryParse(packet, out var report));
        Assert.Equal(0xDEADBEEF, report.Ssrc);
        Assert.Equal(new NtpTime(0xE0000001_80000000), report.NtpTime);
        Assert.Equal((90_000u, 100u, 4096u), (report.RtpTimestamp, report.PacketCount, report.OctetCount));
        Assert.Equal(1, report.Blocks.Count);
        Assert.Equal(Expected, report.Blocks[0]);
    }

    [Fact]
    public void Writes_a_sender_report_byte_for_byte()
    {
        var written = new byte[Sender.Length];
        Assert.Equal(Sender.Length, SenderReport.Write(written, 0xDEADBEEF, new NtpTime(0xE0000001_80000000), 90_000, 100, 4096, [Expected]));
        Assert.Equal(Sender, written);
    }

    [Fact]
    public void Reads_and_writes_a_receiver_report()
    {
        RtcpPacket.TryParse(Receiver, out var packet);
        Assert.True(ReceiverReport.TryParse(packet, out var report));
        var written = new byte[Receiver.Length];
        Assert.Equal(Receiver.Length, ReceiverReport.Write(written, report.SenderSsrc, [report.Blocks[0]]));
        Assert.Equal(Receiver, written);
    }

    [Fact]
    public void Limits_cumulative_loss_to_24_bits()
    {
        var bytes = new byte[ReportBlock.Length];
        (Expected with { CumulativeLost = 20_000_000 }).Write(bytes);
        Assert.Equal(0x7F_FFFF, ReportBlock.Read(bytes).CumulativeLost);
        (Expected with { CumulativeLost = -20_000_000 }).Write(bytes);
        Assert.Equal(-0x80_0000, ReportBlock.Read(bytes).CumulativeLost);
    }

    [Fact]
    public void Survives_truncation_and_mutation()
    {
        Hostile.Feed(Sender, ReadAll);
        Hostile.Feed(Receiver, ReadAll);
    }

    private static void ReadAll(ReadOnlySpan<byte> datagram)
    {
        if (!RtcpPacket.TryParse(datagram, out var packet))
            return;
        if (SenderReport.TryParse(packet, out var sender))
            ReadBlocks(sender.Blocks);
        if (ReceiverReport.TryParse(packet, out var receiver))
            ReadBlocks(receiver.Blocks);
    }

    private static void ReadBlocks(ReportBlocks blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
            _ = blocks[i];
    }
}
