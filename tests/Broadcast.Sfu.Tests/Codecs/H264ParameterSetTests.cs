using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class H264ParameterSetTests
{
    // Made by x264: high profile without and with scaling lists.
    private static readonly byte[] High1080 = Hex.Parse("67 640028 ACD940780227E5C044000003000400000300F03C60C658");
    private static readonly byte[] WithScalingLists = Hex.Parse("67 64000D ACB40A0FD80880000003008000001E078A1550");

    [Fact]
    public void Reads_id_format_and_size_of_a_sequence_set()
    {
        Assert.True(H264SequenceParameterSet.TryParse(High1080, out var set));
        Assert.Equal(new H264SequenceParameterSet(100, 0, new PictureSize(1920, 1080), Chroma: 1, LumaBits: 8, ChromaBits: 8), set);
        Assert.True(set.TellsFormat);
    }

    [Fact]
    public void Steps_over_scaling_lists()
    {
        Assert.True(H264SequenceParameterSet.TryParse(WithScalingLists, out var set));
        Assert.Equal(new PictureSize(320, 240), set.Size);
    }

    [Theory]
    [InlineData("68 CE0FC8", 0, 0, "made by x264")]
    [InlineData("68 CE0FCC03", 0, 0, "made by x264, high profile")]
    [InlineData("68 019208 2B8F20", 200, 31, "the last that may be referred to")]
    public void Reads_both_ids_of_a_picture_set(string hex, byte id, byte sequence, string what)
    {
        Assert.True(H264PictureParameterSet.TryParse(Hex.Parse(hex), out var set), what);
        Assert.Equal(new H264PictureParameterSet(id, sequence), set);
    }

    [Theory]
    [InlineData("68 0080EB8F20", "id 256")]
    [InlineData("68 821AE3C8", "sequence set 32")]
    [InlineData("68 CE0F", "cut short")]
    [InlineData("68", "nothing")]
    public void Refuses_a_picture_set_with(string hex, string what) => Assert.False(H264PictureParameterSet.TryParse(Hex.Parse(hex), out _), what);

    [Theory]
    [InlineData("65 88C0", 0, 0)]
    [InlineData("41 0A98064C", 20, 200)]
    public void Reads_where_a_slice_begins_and_its_set(string hex, uint first, byte set)
    {
        Assert.True(H264SliceHeader.TryParse(Hex.Parse(hex), out var slice));
        Assert.Equal(new H264SliceHeader(first, set), slice);
    }

    [Theory]
    [InlineData("41 8BC0", "type 10")]
    [InlineData("41 980203", "picture set 256")]
    [InlineData("41", "nothing")]
    public void Refuses_a_slice_with(string hex, string what) => Assert.False(H264SliceHeader.TryParse(Hex.Parse(hex), out _), what);

    [Fact]
    public void Survives_truncation_and_mutation()
    {
        foreach (var unit in new[] { WithScalingLists, High1080, Hex.Parse("68 CE0FC8"), Hex.Parse("65 88C0") })
            Hostile.Feed(unit, bytes =>
            {
                H264SequenceParameterSet.TryParse(bytes, out _);
                H264PictureParameterSet.TryParse(bytes, out _);
                H264SliceHeader.TryParse(bytes, out _);
            });
    }
}
