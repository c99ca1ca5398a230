using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtp;

public sealed class RtpPacketTests
{
    internal static readonly byte[] OneByteForm = Hex.Parse("""
        B1 E0 30 39       # V=2 P X CC=1, M PT=96, sequence 12345
        00 01 E2 40       # timestamp 123456
        DE AD BE EF       # SSRC
        01 02 03 04       # CSRC
        BE DE 00 03       # one-byte form, three words
        10 41             # id 1, one byte: mid "A"
        32 01 02 03       # id 3, three bytes
        00 00             # padding
        51 12 34 00       # id 5, two bytes; padding
        90 90 90          # payload
        00 00 00 04       # RTP padding of four
        """);

    private static readonly byte[] TwoByteForm = Hex.Parse("""
        90 60 00 01       # V=2 X, PT=96, sequence 1
        00 00 00 02       # timestamp
        00 00 00 03       # SSRC
        10 00 00 02       # two-byte form, two words
        01 00             # id 1, empty
        00                # padding
        20 03 0A 0B 0C    # id 32, three bytes
        55                # payload
        """);

    [Fact]
    public void Reads_the_fixed_header_the_sources_and_the_padding()
    {
        Assert.True(RtpPacket.TryParse(OneByteForm, out var packet));
        Assert.Equal(new RtpHeader(96, true, 12345, 123456, 0xDEADBEEF), packet.Header);
        Assert.Equal([1, 2, 3, 4], packet.Csrcs.ToArray());
        Assert.Equal(32, packet.HeaderLength);
        Assert.Equal(4, packet.PaddingLength);
        Assert.Equal([0x90, 0x90, 0x90], packet.Payload.ToArray());
    }

    [Fact]
    public void Finds_extensions_of_the_one_byte_form()
    {
        Assert.True(RtpPacket.TryParse(OneByteForm, out var packet));
        Assert.True(packet.TryGetExtension(1, out var mid));
        Assert.Equal("A"u8.ToArray(), mid.ToArray());
        Assert.True(packet.TryGetExtension(5, out var sequence));
        Assert.Equal([0x12, 0x34], sequence.ToArray());
        Assert.False(packet.TryGetExtension(2, out _));
    }

    [Fact]
    public void Finds_extensions_of_the_two_byte_form()
    {
        Assert.True(RtpPacket.TryParse(TwoByteForm, out var packet));
        Assert.True(packet.TryGetExtension(1, out var empty));
        Assert.True(empty.IsEmpty);
        Assert.True(packet.TryGetExtension(32, out var value));
        Assert.Equal([0x0A, 0x0B, 0x0C], value.ToArray());
    }

    [Theory]
    [InlineData("40 60 0001 00000000 00000000", "version 1")]
    [InlineData("80 60 0001 00000000 000000", "fixed header cut short")]
    [InlineData("81 60 0001 00000000 00000000", "no room for the CSRC")]
    [InlineData("90 60 0001 00000000 00000000 BEDE 0001", "no room for the extension")]
    [InlineData("A0 60 0001 00000000 00000000 00", "padding of zero")]
    [InlineData("A0 60 0001 00000000 00000000 02", "padding beyond the payload")]
    public void Refuses(string hex, string reason) => Assert.False(RtpPacket.TryParse(Hex.Parse(hex), out _), reason);

    [Fact]
    public void Survives_truncation_and_mutation()
    {
        Hostile.Feed(OneByteForm, ReadAll);
        Hostile.Feed(TwoByteForm, ReadAll);
    }

    private static void ReadAll(ReadOnlySpan<byte> datagram)
    {
        if (!RtpPacket.TryParse(datagram, out var packet))
            return;
        packet.TryGetExtension(14, out _);
        Assert.True(packet.HeaderLength + packet.Payload.Length + packet.PaddingLength == datagram.Length);
    }
}
