using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class Vp8PayloadTests
{
    /// <summary>The start of a frame that libvpx made, behind a full descriptor.</summary>
    private static readonly byte[] KeyFrame = Hex.Parse("""
        90                # X, start of partition 0
        F0                # picture id, TL0PICIDX, TID, KEYIDX
        92 34             # picture id 0x1234
        05                # TL0PICIDX
        40                # TID 1
        90 9C 00          # frame tag: key frame
        9D 01 2A          # start code
        80 02 68 01       # 640 x 360
        00 47
        """);

    [Fact]
    public void Reads_descriptor_and_size_of_a_key_frame()
    {
        Assert.True(Vp8Payload.TryParse(KeyFrame, out var vp8));
        Assert.Equal((0x1234, 1, true, true), (vp8.PictureId!.Value, vp8.TemporalLayer, vp8.IsFirstOfFrame, vp8.IsKeyFrame));
        Assert.True(CodecPayload.TryGetPictureSize(Codec.Vp8, KeyFrame, out var size));
        Assert.Equal(new PictureSize(640, 360), size);
    }

    [Theory]
    [InlineData("10 90 9C 00", true, "short descriptor")]
    [InlineData("10 91 9C 00", false, "inter frame")]
    [InlineData("00 90 9C 00", false, "continuation")]
    [InlineData("11 90 9C 00", false, "another partition")]
    [InlineData("90 80 7F 90", true, "picture id of seven bits")]
    [InlineData("90 80 7F", false, "nothing behind the descriptor")]
    public void Tells_key_frames(string hex, bool expected, string reason) =>
        Assert.True(expected == CodecPayload.IsKeyFrame(Codec.Vp8, Hex.Parse(hex)), reason);

    [Fact]
    public void Survives_truncation_and_mutation() => Hostile.Feed(KeyFrame, payload =>
    {
        CodecPayload.IsKeyFrame(Codec.Vp8, payload);
        CodecPayload.TryGetPictureSize(Codec.Vp8, payload, out _);
    });
}
