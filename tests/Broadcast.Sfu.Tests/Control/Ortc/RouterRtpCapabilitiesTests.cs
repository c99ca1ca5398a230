using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Tests.Control.Ortc;

public class RouterRtpCapabilitiesTests
{
    [Fact]
    public void Offers_every_codec_by_default_with_rtx_beside_each_video_codec()
    {
        Assert.True(RouterRtpCapabilities.TryCreate(null, out var capabilities, out _));

        var media = capabilities.Codecs.Where(c => c.MimeType != "video/rtx").ToList();
        Assert.Equal(["audio/opus", "video/VP8", "video/VP9", "video/H264", "video/AV1", "audio/red"], media.Select(c => c.MimeType));
        var repaired = capabilities.Codecs.Where(c => c.MimeType == "video/rtx").Select(c => (byte)c.Parameters["apt"].Number!.Value);
        Assert.Equal(media.Where(c => c.Kind == MediaKind.Video).Select(c => c.PreferredPayloadType!.Value), repaired);
        Assert.Distinct(capabilities.Codecs.Select(c => c.PreferredPayloadType));
    }

    [Fact]
    public void Keeps_the_order_and_the_payload_types_it_was_asked_for()
    {
        RtpCodecCapability[] asked =
        [
            new() { Kind = MediaKind.Video, MimeType = "video/H264", ClockRate = 90_000 },
            new() { Kind = MediaKind.Video, MimeType = "video/VP8", ClockRate = 90_000, PreferredPayloadType = 100 },
        ];

        Assert.True(RouterRtpCapabilities.TryCreate(asked, out var capabilities, out _));

        Assert.Equal([("video/H264", 101), ("video/rtx", 102), ("video/VP8", 100), ("video/rtx", 103)],
            capabilities.Codecs.Select(c => (c.MimeType, (int)c.PreferredPayloadType!.Value)));
        Assert.Equal("42e01f", capabilities.Codecs[0].Parameters["profile-level-id"].Text);
    }

    [Fact]
    public void Header_extension_ids_are_unique_per_kind_and_fit_the_one_byte_form()
    {
        foreach (var extensions in SupportedRtpCapabilities.HeaderExtensions.GroupBy(e => e.Kind))
        {
            Assert.Distinct(extensions.Select(e => e.PreferredId));
            Assert.All(extensions, e => Assert.InRange(e.PreferredId, 1, 14));
        }
    }

    [Theory]
    [InlineData("audio/PCMU", 8_000, ControlErrorCode.Unsupported)]
    [InlineData("video/rtx", 90_000, ControlErrorCode.InvalidArgument)]
    [InlineData("VP8", 90_000, ControlErrorCode.InvalidArgument)]
    public void Refuses_a_codec_it_cannot_route(string mimeType, int clockRate, ControlErrorCode expected)
    {
        var kind = mimeType.StartsWith("audio", StringComparison.Ordinal) ? MediaKind.Audio : MediaKind.Video;

        Assert.False(RouterRtpCapabilities.TryCreate([new() { Kind = kind, MimeType = mimeType, ClockRate = clockRate }], out _, out var error));

        Assert.Equal(expected, error.Code);
    }
}
