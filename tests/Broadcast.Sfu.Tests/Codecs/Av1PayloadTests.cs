using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class Av1PayloadTests
{
    [Fact]
    public void Reads_the_aggregation_header()
    {
        Assert.True(Av1Payload.TryParse(Hex.Parse("68 0A"), out var first));
        Assert.Equal(new Av1Payload(ContinuesObu: false, IsContinued: true, Elements: 2, IsKeyFrame: true), first);
        Assert.True(Av1Payload.TryParse(Hex.Parse("90 0A"), out var next));
        Assert.Equal(new Av1Payload(ContinuesObu: true, IsContinued: false, Elements: 1, IsKeyFrame: false), next);
    }

    [Theory]
    [InlineData("08 0A", true)]
    [InlineData("00 0A", false)]
    [InlineData("88 0A", false)]
    [InlineData("08", false)]
    [InlineData("", false)]
    public void A_new_coded_video_sequence_is_a_key_frame(string hex, bool expected) =>
        Assert.Equal(expected, CodecPayload.IsKeyFrame(Codec.Av1, Hex.Parse(hex)));
}
