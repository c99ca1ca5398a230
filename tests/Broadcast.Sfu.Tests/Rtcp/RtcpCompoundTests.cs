using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtcp;

public sealed class RtcpCompoundTests
{
    private static readonly byte[] Compound = Hex.Parse("""
        80 C9 00 01  00 00 00 01                  # receiver report without blocks
        81 CF 00 02  00 00 00 01 04 00 00 00      # extended report: skipped
        81 CE 00 02  00 00 00 01 00 00 00 02      # picture loss indication
        A1 CB 00 02  00 00 00 01 00 00 00 04      # goodbye, padded by four
        """);

    [Fact]
    public void Hands_out_each_packet_known_or_not()
    {
        Assert.Equal(
            [RtcpType.ReceiverReport, RtcpType.ExtendedReport, RtcpType.PayloadFeedback, RtcpType.Bye],
            Types(Compound, out var malformed));
        Assert.False(malformed);
    }

    [Fact]
    public void Takes_padding_off_the_body()
    {
        Assert.True(RtcpPacket.TryParse(Compound.AsSpan(32), out var packet));
        Assert.Equal([0, 0, 0, 1], packet.Body.ToArray());
    }

    [Fact]
    public void Accepts_reduced_size() => Assert.Equal([RtcpType.PayloadFeedback], Types(Compound.AsSpan(20, 12), out _));

    [Fact]
    public void Keeps_what_came_before_a_malformed_packet()
    {
        Assert.Equal([RtcpType.ReceiverReport], Types([.. Compound[..8], 0x00, 0xC9, 0x00, 0x00], out var malformed));
        Assert.True(malformed);
    }

    [Fact]
    public void Survives_truncation_and_mutation() => Hostile.Feed(Compound, datagram => Types(datagram, out _));

    private static List<RtcpType> Types(ReadOnlySpan<byte> datagram, out bool malformed)
    {
        var types = new List<RtcpType>();
        var compound = new RtcpCompound(datagram);
        while (compound.TryRead(out var packet))
            types.Add(packet.Type);
        malformed = compound.IsMalformed;
        return types;
    }
}
