using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Tests.Rtp;

public sealed class VideoOrientationTests
{
    [Theory]
    [InlineData(0b0000, 0, false, "upright")]
    [InlineData(0b0001, 1, false, "a quarter clockwise")]
    [InlineData(0b0011, 3, false, "a quarter counter-clockwise")]
    [InlineData(0b1010, 2, false, "on its head, of the other camera")]
    [InlineData(0b0101, 1, true, "turned, then mirrored")]
    [InlineData(0b1111_0000, 0, false, "bits that mean nothing")]
    public void Reads_turns_and_mirror(byte value, byte quarterTurns, bool isMirrored, string what)
    {
        Assert.True(VideoOrientation.TryParse([value], out var orientation), what);
        Assert.Equal(new VideoOrientation(quarterTurns, isMirrored), orientation);
    }

    [Fact]
    public void Nothing_is_no_orientation() => Assert.False(VideoOrientation.TryParse([], out _));
}
