using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Tests.Control.Ortc;

public class PipeRtpTests
{
    [Theory]
    [InlineData(MediaKind.Audio)]
    [InlineData(MediaKind.Video)]
    public void To_another_node_what_is_lost_can_be_asked_for(MediaKind kind)
    {
        var publisher = kind == MediaKind.Audio ? ChromiumSamples.Opus : ChromiumSamples.Vp8Simulcast;
        uint[] ssrcs = [.. publisher.Encodings.Select((_, index) => 100u + (uint)index)];
        uint[] rtxSsrcs = [.. publisher.Encodings.Select((_, index) => 200u + (uint)index)];

        var piped = PipeRtp.WithRepair(publisher, "cname", ssrcs, rtxSsrcs);

        Assert.Equal(ssrcs, piped.Encodings.Select(encoding => encoding.Ssrc!.Value));
        Assert.Equal(rtxSsrcs, piped.Encodings.Select(encoding => encoding.Rtx!.Ssrc));
        Assert.All(piped.Codecs, codec => Assert.InRange(codec.PayloadType, 96, 127));
        RtcpFeedback[] expected = kind == MediaKind.Audio ? [new("nack")] : [new("nack"), new("nack", "pli")];
        var media = Assert.Single(piped.Codecs, codec => !codec.MimeType.EndsWith("/rtx", StringComparison.Ordinal));
        Assert.Equal(expected, media.RtcpFeedback);
        Assert.Equal(media.PayloadType, Assert.Single(piped.Codecs, codec => codec != media).Parameters["apt"].Number);
        Assert.True(RouterRtpCapabilities.TryCreate(null, out var router, out _));
        Assert.True(ProducerRtp.TryCreate(kind, piped, router, out _, out var error), error?.Message);
    }

    [Fact]
    public void Within_a_node_only_key_frames_are_asked_for()
    {
        var piped = PipeRtp.Of(ChromiumSamples.Vp8, "cname", [1]);

        Assert.DoesNotContain(piped.Codecs.SelectMany(codec => codec.RtcpFeedback), feedback => feedback == new RtcpFeedback("nack"));
        Assert.All(piped.Encodings, encoding => Assert.Null(encoding.Rtx));
    }
}
