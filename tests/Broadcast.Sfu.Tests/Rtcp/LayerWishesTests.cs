using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtcp;

public sealed class LayerWishesTests
{
    private static readonly byte[] Two = Hex.Parse("""
        80 CC 00 06       # APP, subtype 0
        00 00 00 07       # sender
        42 43 4C 57       # "BCLW"
        00 00 00 01       # a stream
        02 00 00 00       # up to the third layer
        00 00 00 02       # another
        FF 00 00 00       # nothing
        """);

    [Fact]
    public void Round_trip()
    {
        Assert.True(TryParse(Two, out var wishes));
        Assert.Equal([new(1, 2), new(2, LayerWish.Nothing)], wishes);
        var written = new byte[Two.Length];
        Assert.Equal(Two.Length, LayerWishes.Write(written, 7, wishes));
        Assert.Equal(Two, written);
    }

    [Theory]
    [InlineData(16, 0x08, "a layer that there cannot be")]
    [InlineData(17, 0x01, "something where nothing belongs")]
    [InlineData(0, 0x81, "another subtype")]
    [InlineData(8, 0x41, "another name")]
    public void What_is_not_as_written_is_refused(int offset, byte value, string what)
    {
        var changed = Two.ToArray();
        changed[offset] = value;

        Assert.False(TryParse(changed, out _), what);
    }

    [Fact]
    public void A_wish_that_is_cut_off_is_refused()
    {
        var cut = Two[..24];
        cut[3] = 5;

        Assert.False(TryParse(cut, out _));
    }

    [Fact]
    public void No_bytes_do_any_harm() => Hostile.Feed(Two, datagram =>
    {
        if (!RtcpPacket.TryParse(datagram, out var packet) || !LayerWishes.TryParse(packet, out var wishes))
            return;
        for (var i = 0; i < wishes.Count; i++)
            Assert.InRange(wishes[i].SpatialLayer, LayerWish.Nothing, 7);
    });

    private static bool TryParse(byte[] bytes, out LayerWish[] wishes)
    {
        Assert.True(RtcpPacket.TryParse(bytes, out var packet));
        var isValid = LayerWishes.TryParse(packet, out var parsed);
        wishes = new LayerWish[isValid ? parsed.Count : 0];
        for (var i = 0; i < wishes.Length; i++)
            wishes[i] = parsed[i];
        return isValid;
    }
}
