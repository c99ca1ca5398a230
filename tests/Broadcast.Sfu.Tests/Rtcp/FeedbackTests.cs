using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtcp;

public sealed class FeedbackTests
{
    private static readonly byte[] Pli = Hex.Parse("81 CE 00 02  00 00 00 01  00 00 00 02");

    private static readonly byte[] Fir = Hex.Parse("""
        84 CE 00 04       # PSFB, FMT 4
        00 00 00 01       # sender
        00 00 00 00       # unused
        00 00 00 02       # the stream asked
        09 00 00 00       # command 9
        """);

    private static readonly byte[] Remb = Hex.Parse("""
        8F CE 00 05       # PSFB, FMT 15
        00 00 00 01       # sender
        00 00 00 00       # unused
        52 45 4D 42       # "REMB"
        01 0B D0 90       # one SSRC; 2 Mbit/s as 250000 << 3, rounded to 18 bits
        00 00 00 02       # the stream
        """);

    private static readonly byte[] Goodbye = Hex.Parse("82 CB 00 02  00 00 00 01  00 00 00 02");

    [Fact]
    public void Picture_loss_indication_round_trips()
    {
        Assert.True(RtcpPacket.TryParse(Pli, out var packet));
        Assert.True(PictureLossIndication.TryParse(packet, out var indication));
        Assert.Equal(new PictureLossIndication(1, 2), indication);
        var written = new byte[PictureLossIndication.Length];
        indication.Write(written);
        Assert.Equal(Pli, written);
    }

    [Fact]
    public void Full_intra_request_round_trips()
    {
        Assert.True(RtcpPacket.TryParse(Fir, out var packet));
        Assert.True(FullIntraRequest.TryParse(packet, out var request));
        Assert.Equal(1, request.Count);
        Assert.Equal((2u, (byte)9), request[0]);
        var written = new byte[FullIntraRequest.Length];
        FullIntraRequest.Write(written, request.SenderSsrc, 2, 9);
        Assert.Equal(Fir, written);
    }

    [Fact]
    public void Remb_round_trips()
    {
        Assert.True(RtcpPacket.TryParse(Remb, out var packet));
        Assert.True(ReceiverEstimatedMaxBitrate.TryParse(packet, out var remb));
        Assert.Equal(2u, remb[0]);
        var written = new byte[Remb.Length];
        ReceiverEstimatedMaxBitrate.Write(written, remb.SenderSsrc, remb.Bitrate, [2]);
        Assert.Equal(Remb, written);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(262_143, 262_143)]
    [InlineData(262_145, 262_144)]
    [InlineData(5_000_000, 4_999_984)]
    public void Remb_keeps_eighteen_significant_bits(long bitrate, long expected)
    {
        var written = new byte[20];
        ReceiverEstimatedMaxBitrate.Write(written, 1, bitrate, []);
        RtcpPacket.TryParse(written, out var packet);
        Assert.True(ReceiverEstimatedMaxBitrate.TryParse(packet, out var remb));
        Assert.InRange(remb.Bitrate, expected, bitrate);
    }

    [Fact]
    public void Bye_round_trips()
    {
        Assert.True(RtcpPacket.TryParse(Goodbye, out var packet));
        Assert.True(Bye.TryParse(packet, out var bye));
        var written = new byte[Goodbye.Length];
        Assert.Equal(12, Bye.Write(written, [bye[0], bye[1]]));
        Assert.Equal(Goodbye, written);
    }

    [Fact]
    public void Survives_truncation_and_mutation()
    {
        Hostile.Feed(Pli, ReadAll);
        Hostile.Feed(Fir, ReadAll);
        Hostile.Feed(Remb, ReadAll);
        Hostile.Feed(Goodbye, ReadAll);
    }

    private static void ReadAll(ReadOnlySpan<byte> datagram)
    {
        if (!RtcpPacket.TryParse(datagram, out var packet))
            return;
        PictureLossIndication.TryParse(packet, out _);
        if (FullIntraRequest.TryParse(packet, out var request))
            _ = request[request.Count - 1];
        if (ReceiverEstimatedMaxBitrate.TryParse(packet, out var remb) && remb.Count > 0)
            _ = remb[remb.Count - 1] + remb.Bitrate;
        if (Bye.TryParse(packet, out var bye) && bye.Count > 0)
            _ = bye[bye.Count - 1];
    }
}
