using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class H264PayloadTests
{
    // Sequence parameter sets that x264 made.
    private const string Baseline720 = "67 42C01F D9005005BB0110000003001000000303C0F1832480";
    private const string Baseline1080 = "67 42C028 D900780227E5C044000003000400000300F03C60C920";
    private const string High1080 = "67 640028 ACD940780227E5C044000003000400000300F03C60C658";

    private static readonly byte[] Aggregate = Hex.Parse($"""
        78                # STAP-A
        00 02 09 10       # access unit delimiter
        00 19 {Baseline720}
        00 04 68 CB 83 CB # picture parameter set
        """);

    [Theory]
    [InlineData(Baseline720, 1280, 720)]
    [InlineData(Baseline1080, 1920, 1080)]
    [InlineData(High1080, 1920, 1080)]
    public void Reads_the_cropped_size(string hex, int width, int height)
    {
        Assert.True(CodecPayload.TryGetPictureSize(Codec.H264, Hex.Parse(hex), out var size));
        Assert.Equal(new PictureSize(width, height), size);
    }

    [Fact]
    public void Looks_into_aggregates()
    {
        Assert.True(CodecPayload.IsKeyFrame(Codec.H264, Aggregate));
        Assert.True(CodecPayload.TryGetPictureSize(Codec.H264, Aggregate, out var size));
        Assert.Equal(new PictureSize(1280, 720), size);
    }

    [Theory]
    [InlineData("65 88 84", true, "IDR in a single unit")]
    [InlineData("41 9A 24", false, "another slice")]
    [InlineData("7C 85 88", true, "first fragment of an IDR")]
    [InlineData("7C 05 88", false, "middle fragment")]
    [InlineData("7C 81 9A", false, "first fragment of another slice")]
    [InlineData("7C", false, "fragment cut short")]
    [InlineData("78 00 00 65", false, "empty unit in an aggregate")]
    [InlineData("78 00 09 65 88", false, "unit beyond the aggregate")]
    [InlineData("", false, "nothing")]
    public void Tells_key_frames(string hex, bool expected, string reason) =>
        Assert.True(expected == CodecPayload.IsKeyFrame(Codec.H264, Hex.Parse(hex)), reason);

    [Fact]
    public void Survives_truncation_and_mutation()
    {
        Hostile.Feed(Aggregate, ReadAll);
        Hostile.Feed(Hex.Parse(High1080), ReadAll);
    }

    private static void ReadAll(ReadOnlySpan<byte> payload)
    {
        CodecPayload.IsKeyFrame(Codec.H264, payload);
        CodecPayload.TryGetPictureSize(Codec.H264, payload, out _);
    }
}
