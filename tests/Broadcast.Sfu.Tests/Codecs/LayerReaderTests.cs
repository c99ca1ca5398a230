using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class LayerReaderTests
{
    private readonly LayerReader reader = new();

    [Theory]
    [InlineData("10 00 9D 01", 0, 0xFFFF, 0xFFFF, "a key frame without any layer")]
    [InlineData("90 E0 92 34 05 00 00", 0, 0xFFFF, 0xFFFF, "a key frame of T0")]
    [InlineData("90 E0 92 34 05 00 01", 0, 0xFFFF, 0x0000, "T0")]
    [InlineData("90 E0 92 34 05 60 01", 1, 0xEEEE, 0x2222, "T1, layer sync: T2 may still refer to what was before")]
    [InlineData("90 E0 92 34 05 40 01", 1, 0xEEEE, 0x0000, "T1")]
    [InlineData("90 E0 92 34 05 A0 01", 2, 0xCCCC, 0xCCCC, "T2, layer sync")]
    [InlineData("80 E0 92 34 05 A0 01", 2, 0xCCCC, 0xCCCC, "T2, not its first packet")]
    public void Vp8_tells_its_temporal_layers(string hex, int temporal, int neededBy, int starts, string reason)
    {
        var layers = reader.Read(Codec.Vp8, Hex.Parse(hex), []);
        Assert.True((temporal, neededBy, starts) == (layers.Temporal, layers.NeededBy.Bits, layers.Starts.Bits), reason);
    }

    [Fact]
    public void Vp8_tells_where_its_picture_is_numbered()
    {
        Assert.Equal(new PictureNumbers(0x1234, 5, 2, 4, IsLong: true), reader.Read(Codec.Vp8, Hex.Parse("90 E0 92 34 05 00 01"), []).Numbers);
        Assert.Equal(new PictureNumbers(0x34, 0, 2, 0, IsLong: false), reader.Read(Codec.Vp8, Hex.Parse("90 80 34 01"), []).Numbers);
        Assert.Equal(default, reader.Read(Codec.Vp8, Hex.Parse("10 01 02"), []).Numbers);
    }

    [Theory]
    // I, L, B, E: picture id, layers, one packet; the structure tells of three spatial layers.
    [InlineData("AE 01 00 07 40", 0, 0, 0xFFFF, 0xFFFF, 0x0000, "a key picture's lowest layer")]
    [InlineData("A4 01 04 07", 2, 0, 0xFF00, 0x0000, 0x0000, "its highest")]
    [InlineData("ED 01 30 07", 0, 1, 0x000E, 0x0000, 0x000E, "a later picture's lowest layer, T1, on which none above depends")]
    [InlineData("EC 01 30 07", 0, 1, 0xEEEE, 0x0000, 0x000E, "the same, on which those above depend")]
    [InlineData("ED 01 44 07", 2, 2, 0xCC00, 0x0000, 0x0000, "T2 of the highest, which serves who wants more, too")]
    public void Vp9_tells_its_layers(string hex, int spatial, int temporal, int neededBy, int starts, int opens, string reason)
    {
        reader.Read(Codec.Vp9, Hex.Parse("AE 01 00 07 40"), []);

        var layers = reader.Read(Codec.Vp9, Hex.Parse(hex), []);
        Assert.True((spatial, temporal, neededBy, starts) == (layers.Spatial, layers.Temporal, layers.NeededBy.Bits, layers.Starts.Bits), $"{reason}: {layers}");
        Assert.Equal(opens, layers.Opens.Bits);
        Assert.True(layers.EndsFrame);
        Assert.Equal(new PictureNumbers(1, 7, 1, 3, IsLong: false), layers.Numbers);
        Assert.Equal(2, reader.TopSpatial);
    }

    [Fact]
    public void What_tells_nothing_is_needed_by_all() =>
        Assert.Equal(PacketLayers.Unknown, reader.Read(Codec.H264, Hex.Parse("65 88 84"), []));

    [Fact]
    public void H264_tells_its_temporal_layers_by_the_descriptor()
    {
        reader.Read(Codec.H264, Hex.Parse("65 88 84"), DescriptorWriter.Structure(0, 1, [(0, 0, "SSS"), (0, 0, "SSS"), (0, 1, "-DS"), (0, 2, "--D")]));

        var upper = reader.Read(Codec.H264, Hex.Parse("41 9A 24"), DescriptorWriter.Frame(3, 2));
        Assert.Equal((2, DecodeTargets.FromTemporal(2)), (upper.Temporal, upper.NeededBy));
    }

    [Theory]
    [InlineData(Codec.Vp8, "90 E0 92 34 05 60 90 9C 00")]
    [InlineData(Codec.Vp9, "AE 81 02 00 07 58 01 40 00 B4 02 80 01 68 05 00 02 D0")]
    public void Survives_truncation_and_mutation(Codec codec, string hex) => Hostile.Feed(Hex.Parse(hex), payload =>
    {
        var layers = reader.Read(codec, payload, []);
        Assert.InRange(layers.Spatial, 0, DecodeTarget.MaxLayer);
        Assert.InRange(layers.Temporal, 0, DecodeTarget.MaxLayer);
        Assert.InRange(layers.Numbers.PictureIdOffset + (layers.Numbers.IsLong ? 1 : 0), 0, Math.Max(0, payload.Length - 1));
        Assert.InRange(layers.Numbers.Tl0PicIdxOffset, 0, Math.Max(0, payload.Length - 1));
    });
}
