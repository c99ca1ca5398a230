using Broadcast.Sfu.Codecs;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class OpusPayloadTests
{
    [Theory]
    [InlineData(0x78, 15, false, 20_000)]
    [InlineData(0xFC, 31, true, 20_000)]
    [InlineData(0x80, 16, false, 2_500)]
    [InlineData(0x18, 3, false, 60_000)]
    public void Reads_the_table_of_contents(byte contents, byte configuration, bool stereo, int frameUs)
    {
        Assert.True(OpusPayload.TryParse([contents, 0, 0], out var opus));
        Assert.Equal(new OpusPayload(configuration, stereo, frameUs, false), opus);
    }

    [Fact]
    public void Two_bytes_are_comfort_noise()
    {
        Assert.True(OpusPayload.TryParse([0x78, 0], out var opus));
        Assert.True(opus.IsDiscontinuous);
        Assert.False(OpusPayload.TryParse([], out _));
    }

    [Fact]
    public void Audio_has_no_key_frames() => Assert.False(CodecPayload.IsKeyFrame(Codec.Opus, [0x78, 0, 0]));

    [Theory]
    [InlineData("audio/opus", Codec.Opus)]
    [InlineData("video/vp8", Codec.Vp8)]
    [InlineData("video/AV1", Codec.Av1)]
    [InlineData("video/rtx", Codec.Unknown)]
    public void Codecs_go_by_mime_type(string mimeType, Codec expected) => Assert.Equal(expected, CodecPayload.FromMimeType(mimeType));
}
