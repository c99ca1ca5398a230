using System.ComponentModel.DataAnnotations;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Validation;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Control.Validation;

public class DeclaredRulesTests
{
    private static readonly TransportId Transport = new("t");

    public static TheoryData<string, object> Faults()
    {
        var vp8 = ChromiumSamples.Vp8;
        return new()
        {
            { "codecs", vp8 with { Codecs = null! } },
            { "codecs[0]", vp8 with { Codecs = [null!] } },
            { "codecs", vp8 with { Codecs = [.. Enumerable.Repeat(vp8.Codecs[0], 65)] } },
            { "codecs[0].mimeType", vp8 with { Codecs = [vp8.Codecs[0] with { MimeType = null! }] } },
            { "codecs[0].clockRate", vp8 with { Codecs = [vp8.Codecs[0] with { ClockRate = -1 }] } },
            { "codecs[0].channels", vp8 with { Codecs = [vp8.Codecs[0] with { Channels = 9 }] } },
            { "codecs[0].parameters.x", vp8 with { Codecs = [vp8.Codecs[0] with { Parameters = new Dictionary<string, CodecParameter> { ["x"] = default } }] } },
            { "codecs[0].parameters.x", vp8 with { Codecs = [vp8.Codecs[0] with { Parameters = new Dictionary<string, CodecParameter> { ["x"] = new string('x', 257) } }] } },
            { "codecs[0].rtcpFeedback[1].type", vp8 with { Codecs = [vp8.Codecs[0] with { RtcpFeedback = [new("nack"), new("")] }] } },
            { "headerExtensions[0].id", vp8 with { HeaderExtensions = [vp8.HeaderExtensions[0] with { Id = 0 }] } },
            { "encodings[0].ssrc", vp8 with { Encodings = [new() { Ssrc = 0 }] } },
            { "encodings[0].rtx.ssrc", vp8 with { Encodings = [new() { Rtx = new(0) }] } },
            { "encodings", vp8 with { Encodings = [.. Enumerable.Range(1, 9).Select(ssrc => new RtpEncodingParameters { Ssrc = (uint)ssrc })] } },
            { "encodings[0].maxBitrate", vp8 with { Encodings = [new() { MaxBitrate = -1 }] } },
            { "encodings[0].scaleResolutionDownBy", vp8 with { Encodings = [new() { ScaleResolutionDownBy = double.NaN }] } },
            { "mid", vp8 with { Mid = new string('0', 17) } },
            { "rtcp.cname", vp8 with { Rtcp = new() { Cname = new string('c', 256) } } },
            { "dtlsParameters", new ConnectWebRtcTransport(Transport, null!) },
            { "dtlsParameters.fingerprints", new ConnectWebRtcTransport(Transport, new DtlsParameters { Fingerprints = null! }) },
            { "dtlsParameters.fingerprints", new ConnectWebRtcTransport(Transport, new DtlsParameters { Fingerprints = [] }) },
            { "dtlsParameters.fingerprints[0]", new ConnectWebRtcTransport(Transport, new DtlsParameters { Fingerprints = [null!] }) },
            { "dtlsParameters.fingerprints[0].value", new ConnectWebRtcTransport(Transport, new DtlsParameters { Fingerprints = [new("sha-256", null!)] }) },
            { "transport", new CloseTransport(default) },
            { "transport", new CloseTransport(new TransportId("not an id")) },
            { "port", new ConnectPlainTransport(Transport, "127.0.0.1", 0) },
            { "event", new SendToDirectTransport(Transport, default) },
        };
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Names_the_field_that_is_wrong(string field, object record) => Assert.Equal(field, DeclaredRules.Check(record)?.Path);

    [Fact]
    public void Takes_what_browsers_send()
    {
        foreach (object sample in new object[] { ChromiumSamples.Opus, ChromiumSamples.Vp8, ChromiumSamples.Vp8Simulcast, ChromiumSamples.H264, ChromiumSamples.Receive })
            Assert.Null(DeclaredRules.Check(sample));
    }

    [Fact]
    public void Bounds_what_declares_no_bound_and_leaves_it_to_what_does()
    {
        Assert.Equal("free: At most 1024 characters are allowed here.", DeclaredRules.Check(new Sample(new string('x', 1_025), "", [], []))?.ToString());
        Assert.Null(DeclaredRules.Check(new Sample(new string('x', 1_024), new string('x', 2_000), [], [])));
        Assert.Equal("list", DeclaredRules.Check(new Sample("", "", [.. Enumerable.Repeat("x", 129)], []))?.Path);
        Assert.Equal("names", DeclaredRules.Check(new Sample("", "", [], Enumerable.Range(0, 129).ToDictionary(i => $"{i}", i => i)))?.Path);
        Assert.Equal("", DeclaredRules.Check(null)?.Path);
    }

    [Fact]
    public void Ends_at_a_record_that_holds_itself_too_often()
    {
        var nested = new Nested();
        for (var depth = 0; depth < 100; depth++)
            nested = new Nested { Inner = nested };
        Assert.Equal("This is nested too deeply.", DeclaredRules.Check(nested)?.Sentence);
    }

    private sealed record Sample(string Free, [property: StringLength(2_000)] string Bounded, IReadOnlyList<string> List, Dictionary<string, int> Names);

    private sealed record Nested
    {
        public Nested? Inner { get; init; }
    }
}
