using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Tests.Control.Ortc;

public class ProducerRtpTests
{
    private static readonly RtpCapabilities Router = CreateRouter();

    [Fact]
    public void Maps_payload_types_and_extension_ids_of_the_publisher_to_the_routers()
    {
        var producer = Create(MediaKind.Video, ChromiumSamples.Vp8);

        Assert.True(producer.TryMapPayloadType(96, out var media));
        Assert.True(producer.TryMapPayloadType(97, out var rtx));
        Assert.Equal((101, 102), (media, rtx));
        Assert.False(producer.TryMapPayloadType(98, out _));
        Assert.Equal([1, 2, 3, 4, 5, 11, 12], new byte[] { 4, 10, 11, 2, 3, 13, 14 }.Select(id => (int)producer.MapHeaderExtensionId(id)));
        Assert.Equal(0, producer.MapHeaderExtensionId(7));
    }

    [Fact]
    public void Consumable_parameters_speak_the_routers_numbers_and_carry_no_ssrc()
    {
        var consumable = Create(MediaKind.Video, ChromiumSamples.H264).Consumable;

        Assert.Equal(["video/H264", "video/rtx"], consumable.Codecs.Select(c => c.MimeType));
        Assert.Equal((long)consumable.Codecs[0].PayloadType, consumable.Codecs[1].Parameters["apt"].Number);
        Assert.DoesNotContain(consumable.HeaderExtensions, e => e.Uri == HeaderExtensionUri.Rid);
        Assert.All(consumable.Encodings, e => Assert.Null(e.Ssrc));
    }

    [Fact]
    public void Tells_simulcast_and_svc_from_simple_streams()
    {
        var svc = ChromiumSamples.Vp8 with { Encodings = [new() { Ssrc = 1, ScalabilityMode = "L3T3_KEY" }] };

        Assert.Equal(StreamType.Simple, Create(MediaKind.Audio, ChromiumSamples.Opus).StreamType);
        Assert.Equal(StreamType.Simulcast, Create(MediaKind.Video, ChromiumSamples.Vp8Simulcast).StreamType);
        Assert.Equal(StreamType.Svc, Create(MediaKind.Video, svc).StreamType);
    }

    [Fact]
    public void Refuses_a_codec_that_the_router_lacks()
    {
        var vp9Profile2 = ChromiumSamples.WithCodecs("""[{"mimeType":"video/VP9","payloadType":100,"clockRate":90000,"parameters":{"profile-id":2}}]""");

        Assert.Equal(ControlErrorCode.Unsupported, Refuse(vp9Profile2).Code);
    }

    public static TheoryData<string, RtpParameters> Malformed()
    {
        var vp8 = ChromiumSamples.Vp8;
        return new()
        {
            { "no media codec", vp8 with { Codecs = [] } },
            { "no media codec", vp8 with { Encodings = [new() { CodecPayloadType = 97 }] } },
            { "apt 99", vp8 with { Codecs = [vp8.Codecs[0], vp8.Codecs[1] with { Parameters = new Dictionary<string, CodecParameter> { ["apt"] = 99 } }] } },
            { "apt", vp8 with { Codecs = [vp8.Codecs[0], vp8.Codecs[1] with { Parameters = new Dictionary<string, CodecParameter>() }] } },
            { "96 is used twice", vp8 with { Codecs = [vp8.Codecs[0], vp8.Codecs[0]] } },
            { "Payload type 200", vp8 with { Codecs = [vp8.Codecs[0] with { PayloadType = 200 }] } },
            { "collides with RTCP", vp8 with { Codecs = [vp8.Codecs[0] with { PayloadType = 72 }] } },
            { "not of kind", vp8 with { Codecs = ChromiumSamples.Opus.Codecs } },
            { "MIME", vp8 with { Codecs = [vp8.Codecs[0] with { MimeType = "VP8" }] } },
            { "id 4 is used twice", vp8 with { HeaderExtensions = [vp8.HeaderExtensions[0], vp8.HeaderExtensions[1] with { Id = 4 }] } },
            { "listed twice", vp8 with { HeaderExtensions = [vp8.HeaderExtensions[0], vp8.HeaderExtensions[0] with { Id = 9 }] } },
            { "SSRC 7 is used twice", vp8 with { Encodings = [new() { Ssrc = 7, Rtx = new(7) }] } },
            { "each needs", vp8 with { Encodings = [new() { Ssrc = 7 }, new()] } },
            { "'r0' is used twice", vp8 with { Encodings = [new() { Rid = "r0" }, new() { Rid = "r0" }] } },
            { "rid", vp8 with { Encodings = [new() { Rid = "r 0" }] } },
            { "scalabilityMode", vp8 with { Encodings = [new() { ScalabilityMode = "many" }] } },
        };
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Refuses_malformed_parameters_and_names_the_value(string named, RtpParameters parameters)
    {
        var error = Refuse(parameters);

        Assert.Equal(ControlErrorCode.InvalidArgument, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static ProducerRtp Create(MediaKind kind, RtpParameters parameters)
    {
        Assert.True(ProducerRtp.TryCreate(kind, parameters, Router, out var producer, out var error), error?.Message);
        return producer;
    }

    private static ControlError Refuse(RtpParameters parameters)
    {
        Assert.False(ProducerRtp.TryCreate(MediaKind.Video, parameters, Router, out _, out var error));
        return error;
    }

    private static RtpCapabilities CreateRouter()
    {
        Assert.True(RouterRtpCapabilities.TryCreate(null, out var router, out _));
        return router;
    }
}
