using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Tests.Control.Ortc;

public class ConsumerRtpTests
{
    private static readonly ConsumerStream Stream = new("3", Ssrc: 1_111, RtxSsrc: 2_222, Cname: "presenter");

    [Fact]
    public void Sends_video_with_rtx_and_transport_cc_to_chromium()
    {
        var parameters = Create(Consumable(MediaKind.Video, ChromiumSamples.Vp8), ChromiumSamples.Receive, Stream);

        Assert.Equal([("video/VP8", 101), ("video/rtx", 102)], parameters.Codecs.Select(c => (c.MimeType, (int)c.PayloadType)));
        var encoding = Assert.Single(parameters.Encodings);
        Assert.Equal((1_111u, 2_222u), (encoding.Ssrc, encoding.Rtx!.Ssrc));
        Assert.Equal("3", parameters.Mid);
        Assert.Equal([new("nack"), new("nack", "pli"), new("ccm", "fir"), new("transport-cc")], parameters.Codecs[0].RtcpFeedback);
        Assert.Contains(parameters.HeaderExtensions, e => e is { Uri: HeaderExtensionUri.TransportCc, Id: 5 });
        Assert.DoesNotContain(parameters.HeaderExtensions, e => e.Uri == HeaderExtensionUri.AbsSendTime);
    }

    [Fact]
    public void Sends_audio_without_rtx_and_without_bandwidth_feedback()
    {
        var parameters = Create(Consumable(MediaKind.Audio, ChromiumSamples.Opus), ChromiumSamples.Receive, Stream);

        Assert.Equal(100, Assert.Single(parameters.Codecs).PayloadType);
        Assert.Null(Assert.Single(parameters.Encodings).Rtx);
        Assert.Empty(parameters.Codecs[0].RtcpFeedback);
        Assert.Equal([HeaderExtensionUri.Mid, HeaderExtensionUri.AudioLevel], parameters.HeaderExtensions.Select(e => e.Uri));
    }

    /// <summary>A receiver answers with <c>stereo=1</c> where <c>sprop-stereo</c> is offered (RFC 7587 §7.1); without it, it may mix both channels into one.</summary>
    [Fact]
    public void Says_that_sound_is_stereo_when_its_publisher_does()
    {
        var published = ChromiumSamples.Opus;
        var opus = published.Codecs[0];
        published = published with { Codecs = [opus with { Parameters = new Dictionary<string, CodecParameter>(opus.Parameters) { ["sprop-stereo"] = 1 } }] };

        var parameters = Create(Consumable(MediaKind.Audio, published), ChromiumSamples.Receive, Stream);

        Assert.Equal(1, Assert.Single(parameters.Codecs).Parameters["sprop-stereo"].Number);
    }

    [Fact]
    public void Falls_back_to_remb_for_a_receiver_without_transport_cc()
    {
        var receiver = ChromiumSamples.Receive;
        receiver = receiver with { HeaderExtensions = [.. receiver.HeaderExtensions.Where(e => e.Uri != HeaderExtensionUri.TransportCc)] };

        var parameters = Create(Consumable(MediaKind.Video, ChromiumSamples.Vp8), receiver, Stream);

        Assert.Contains(new RtcpFeedback("goog-remb"), parameters.Codecs[0].RtcpFeedback);
        Assert.DoesNotContain(new RtcpFeedback("transport-cc"), parameters.Codecs[0].RtcpFeedback);
        Assert.Contains(parameters.HeaderExtensions, e => e.Uri == HeaderExtensionUri.AbsSendTime);
    }

    [Fact]
    public void Negotiates_no_bandwidth_feedback_where_the_policy_wants_none()
    {
        var parameters = Create(
            Consumable(MediaKind.Video, ChromiumSamples.Vp8), ChromiumSamples.Receive, Stream with { Feedback = BandwidthFeedback.None });

        Assert.Equal([new("nack"), new("nack", "pli"), new("ccm", "fir")], parameters.Codecs[0].RtcpFeedback);
        Assert.DoesNotContain(parameters.HeaderExtensions, e => e.Uri is HeaderExtensionUri.TransportCc or HeaderExtensionUri.AbsSendTime);
    }

    [Theory]
    [InlineData("42001f", false)]
    [InlineData("42c015", true)]
    [InlineData("4d801f", true)]
    [InlineData("640c1f", false)]
    public void Compares_h264_by_profile_and_not_by_level(string profileLevelId, bool expected)
    {
        var receiver = ChromiumSamples.Receive;
        receiver = receiver with
        {
            Codecs = [.. receiver.Codecs.Select(c => c.MimeType == "video/H264" ? c with { Parameters = H264Parameters(profileLevelId) } : c)],
        };

        Assert.Equal(expected, ConsumerRtp.CanConsume(Consumable(MediaKind.Video, ChromiumSamples.H264), receiver));
    }

    [Fact]
    public void Refuses_a_receiver_without_the_codec()
    {
        var receiver = ChromiumSamples.Receive;
        receiver = receiver with { Codecs = [.. receiver.Codecs.Where(c => c.Kind == MediaKind.Audio)] };

        Assert.False(ConsumerRtp.TryCreate(Consumable(MediaKind.Video, ChromiumSamples.Vp8), receiver, Stream, out _, out var error));

        Assert.Equal(new ControlError(ControlErrorCode.Unsupported, "The receiver takes none of video/VP8."), error);
    }

    [Fact]
    public void Refuses_malformed_capabilities()
    {
        var codecs = ChromiumSamples.Receive.Codecs;
        var receiver = ChromiumSamples.Receive with { Codecs = [codecs[0], codecs[0]] };

        Assert.False(ConsumerRtp.TryCreate(Consumable(MediaKind.Video, ChromiumSamples.Vp8), receiver, Stream, out _, out var error));

        Assert.Equal(ControlErrorCode.InvalidArgument, error.Code);
    }

    private static Dictionary<string, CodecParameter> H264Parameters(string profileLevelId) =>
        new() { ["packetization-mode"] = 1, ["profile-level-id"] = profileLevelId };

    private static RtpParameters Create(RtpParameters consumable, RtpCapabilities receiver, in ConsumerStream stream)
    {
        Assert.True(ConsumerRtp.TryCreate(consumable, receiver, stream, out var parameters, out var error), error?.Message);
        return parameters;
    }

    private static RtpParameters Consumable(MediaKind kind, RtpParameters published)
    {
        Assert.True(RouterRtpCapabilities.TryCreate(null, out var router, out _));
        Assert.True(ProducerRtp.TryCreate(kind, published, router, out var producer, out var error), error?.Message);
        return producer.Consumable;
    }
}
