using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtcp;

public sealed class SourceDescriptionTests
{
    private static readonly byte[] Vector = Hex.Parse("""
        81 CA 00 03       # SDES, one chunk
        00 00 00 07       # SSRC
        01 05 68 65 6C 6C 6F   # CNAME "hello"
        00                # end of chunk
        """);

    [Fact]
    public void Reads_the_cname_behind_other_items()
    {
        var vector = Hex.Parse("81 CA 00 04  00 00 00 07  02 03 41 42 43  01 02 68 69 00 00 00");
        RtcpPacket.TryParse(vector, out var packet);
        Assert.True(SourceDescription.TryParse(packet, out var description));
        Assert.Equal(7u, description.Ssrc);
        Assert.Equal("hi"u8.ToArray(), description.Cname.ToArray());
    }

    [Fact]
    public void Round_trips_byte_for_byte()
    {
        RtcpPacket.TryParse(Vector, out var packet);
        Assert.True(SourceDescription.TryParse(packet, out var description));
        var written = new byte[SourceDescription.GetLength(description.Cname.Length)];
        Assert.Equal(Vector.Length, SourceDescription.Write(written, description.Ssrc, description.Cname));
        Assert.Equal(Vector, written);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(255)]
    public void Ends_the_chunk_at_a_word_whatever_the_length(int length)
    {
        var written = new byte[SourceDescription.GetLength(length)];
        SourceDescription.Write(written, 1, new byte[length]);
        Assert.True(RtcpPacket.TryParse(written, out var packet));
        Assert.True(SourceDescription.TryParse(packet, out var description));
        Assert.Equal(length, description.Cname.Length);
        Assert.Equal(0, written[^1]);
    }

    [Fact]
    public void Survives_truncation_and_mutation() => Hostile.Feed(Vector, datagram =>
    {
        if (RtcpPacket.TryParse(datagram, out var packet))
            SourceDescription.TryParse(packet, out _);
    });
}
