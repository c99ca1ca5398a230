using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class Vp9PayloadTests
{
    private static readonly byte[] KeyFrame = Hex.Parse("""
        AA                # I, L, B, V: a key frame's first packet with scalability structure
        81 02             # picture id 0x102
        20 07             # TID 1, SID 0; TL0PICIDX 7
        38                # two spatial layers, with resolutions, with pictures
        01 40 00 B4       # 320 x 180
        02 80 01 68       # 640 x 360
        01 00 01
        """);

    [Fact]
    public void Reads_descriptor_and_size_of_a_key_frame()
    {
        Assert.True(Vp9Payload.TryParse(KeyFrame, out var vp9));
        Assert.Equal((0x102, 1, 0, true), (vp9.PictureId!.Value, vp9.TemporalLayer, vp9.SpatialLayer, vp9.IsKeyFrame));
        Assert.True(CodecPayload.TryGetPictureSize(Codec.Vp9, KeyFrame, out var size));
        Assert.Equal(new PictureSize(640, 360), size);
    }

    [Theory]
    [InlineData("88 01 00", true, "independent")]
    [InlineData("C8 01 00", false, "inter-predicted")]
    [InlineData("80 01 00", false, "not the first packet")]
    [InlineData("B8 01 02 00", false, "an upper spatial layer")]
    [InlineData("A8 01 00", false, "layer indices cut short")]
    [InlineData("88 81", false, "picture id cut short")]
    public void Tells_key_frames(string hex, bool expected, string reason) =>
        Assert.True(expected == CodecPayload.IsKeyFrame(Codec.Vp9, Hex.Parse(hex)), reason);

    [Theory]
    [InlineData("88 01 AB CD", "AB CD", "picture id alone")]
    [InlineData("98 01 AB", "AB", "flexible, independent")]
    [InlineData("D8 01 03 05 04 AB", "AB", "three reference indices")]
    [InlineData("8A 01 18 02 80 01 68 01 04 07 AB", "AB", "scalability structure with one picture and its reference")]
    [InlineData("8A 01 00 AB", "AB", "scalability structure that says nothing")]
    [InlineData("D8 01 03 05 05 AB", "", "a fourth reference index")]
    [InlineData("8A 01 18 02 80 01 68 01 04", "", "scalability structure cut short")]
    [InlineData("88 01", "", "nothing follows")]
    public void Finds_the_frame_behind_the_descriptor(string hex, string expected, string reason)
    {
        Assert.True(Vp9Payload.TryParse(Hex.Parse(hex), out var vp9));
        Assert.True(vp9.TryGetFrameData(out var data) == expected.Length > 0, reason);
        if (expected.Length > 0)
            Assert.Equal(Hex.Parse(expected), data.ToArray());
    }

    [Fact]
    public void Survives_truncation_and_mutation() => Hostile.Feed(KeyFrame, payload =>
    {
        CodecPayload.IsKeyFrame(Codec.Vp9, payload);
        CodecPayload.TryGetPictureSize(Codec.Vp9, payload, out _);
        if (Vp9Payload.TryParse(payload, out var vp9))
            vp9.TryGetFrameData(out _);
    });
}
