using System.Text.Json;
using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Tests.Control.Ortc;

/// <summary>What mediasoup-client sends from Chromium, in the shapes and with the payload types that it has there.</summary>
internal static class ChromiumSamples
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static RtpParameters Opus => Parse<RtpParameters>("""
        {"codecs":[{"mimeType":"audio/opus","payloadType":111,"clockRate":48000,"channels":2,
          "parameters":{"minptime":10,"useinbandfec":1},"rtcpFeedback":[{"type":"transport-cc","parameter":""}]}],
         "headerExtensions":[{"uri":"urn:ietf:params:rtp-hdrext:sdes:mid","id":4,"encrypt":false,"parameters":{}},
          {"uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","id":2,"encrypt":false,"parameters":{}},
          {"uri":"http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01","id":3,"encrypt":false,"parameters":{}},
          {"uri":"urn:ietf:params:rtp-hdrext:ssrc-audio-level","id":1,"encrypt":false,"parameters":{}}],
         "encodings":[{"ssrc":3301214478,"dtx":false}],
         "rtcp":{"cname":"Yq0qkR3GkdqQYb2v","reducedSize":true},"mid":"0"}
        """);

    public static RtpParameters Vp8 => Parse<RtpParameters>("""
        {"codecs":[{"mimeType":"video/VP8","payloadType":96,"clockRate":90000,"parameters":{},
          "rtcpFeedback":[{"type":"goog-remb","parameter":""},{"type":"transport-cc","parameter":""},
           {"type":"ccm","parameter":"fir"},{"type":"nack","parameter":""},{"type":"nack","parameter":"pli"}]},
          {"mimeType":"video/rtx","payloadType":97,"clockRate":90000,"parameters":{"apt":96},"rtcpFeedback":[]}],
         "headerExtensions":[{"uri":"urn:ietf:params:rtp-hdrext:sdes:mid","id":4,"encrypt":false,"parameters":{}},
          {"uri":"urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id","id":10,"encrypt":false,"parameters":{}},
          {"uri":"urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id","id":11,"encrypt":false,"parameters":{}},
          {"uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","id":2,"encrypt":false,"parameters":{}},
          {"uri":"http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01","id":3,"encrypt":false,"parameters":{}},
          {"uri":"urn:3gpp:video-orientation","id":13,"encrypt":false,"parameters":{}},
          {"uri":"urn:ietf:params:rtp-hdrext:toffset","id":14,"encrypt":false,"parameters":{}}],
         "encodings":[{"ssrc":2710291127,"rtx":{"ssrc":3903201180},"dtx":false}],
         "rtcp":{"cname":"Yq0qkR3GkdqQYb2v","reducedSize":true},"mid":"1"}
        """);

    public static RtpParameters Vp8Simulcast => Vp8 with
    {
        Encodings = Parse<RtpEncodingParameters[]>("""
            [{"active":true,"scaleResolutionDownBy":4,"maxBitrate":150000,"rid":"r0","scalabilityMode":"L1T3","dtx":false},
             {"active":true,"scaleResolutionDownBy":2,"maxBitrate":500000,"rid":"r1","scalabilityMode":"L1T3","dtx":false},
             {"active":true,"scaleResolutionDownBy":1,"maxBitrate":1500000,"rid":"r2","scalabilityMode":"L1T3","dtx":false}]
            """),
    };

    public static RtpParameters H264 => WithCodecs("""
        [{"mimeType":"video/H264","payloadType":108,"clockRate":90000,
          "parameters":{"level-asymmetry-allowed":1,"packetization-mode":1,"profile-level-id":"42e01f"},
          "rtcpFeedback":[{"type":"nack","parameter":""},{"type":"nack","parameter":"pli"}]},
         {"mimeType":"video/rtx","payloadType":109,"clockRate":90000,"parameters":{"apt":108},"rtcpFeedback":[]}]
        """);

    /// <summary>Chromium's receive capabilities after mediasoup-client has met a router with the default codecs.</summary>
    public static RtpCapabilities Receive => Parse<RtpCapabilities>("""
        {"codecs":[
          {"kind":"audio","mimeType":"audio/opus","preferredPayloadType":100,"clockRate":48000,"channels":2,
           "parameters":{"minptime":10,"useinbandfec":1},"rtcpFeedback":[{"type":"transport-cc","parameter":""}]},
          {"kind":"video","mimeType":"video/VP8","preferredPayloadType":101,"clockRate":90000,"parameters":{},"rtcpFeedback":FEEDBACK},
          {"kind":"video","mimeType":"video/rtx","preferredPayloadType":102,"clockRate":90000,"parameters":{"apt":101},"rtcpFeedback":[]},
          {"kind":"video","mimeType":"video/VP9","preferredPayloadType":103,"clockRate":90000,"parameters":{"profile-id":0},"rtcpFeedback":FEEDBACK},
          {"kind":"video","mimeType":"video/rtx","preferredPayloadType":104,"clockRate":90000,"parameters":{"apt":103},"rtcpFeedback":[]},
          {"kind":"video","mimeType":"video/H264","preferredPayloadType":105,"clockRate":90000,
           "parameters":{"level-asymmetry-allowed":1,"packetization-mode":1,"profile-level-id":"42e01f"},"rtcpFeedback":FEEDBACK},
          {"kind":"video","mimeType":"video/rtx","preferredPayloadType":106,"clockRate":90000,"parameters":{"apt":105},"rtcpFeedback":[]},
          {"kind":"video","mimeType":"video/AV1","preferredPayloadType":107,"clockRate":90000,
           "parameters":{"level-idx":5,"profile":0,"tier":0},"rtcpFeedback":FEEDBACK},
          {"kind":"video","mimeType":"video/rtx","preferredPayloadType":108,"clockRate":90000,"parameters":{"apt":107},"rtcpFeedback":[]}],
         "headerExtensions":[
          {"kind":"audio","uri":"urn:ietf:params:rtp-hdrext:sdes:mid","preferredId":1,"preferredEncrypt":false,"direction":"sendrecv"},
          {"kind":"video","uri":"urn:ietf:params:rtp-hdrext:sdes:mid","preferredId":1,"preferredEncrypt":false,"direction":"sendrecv"},
          {"kind":"audio","uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","preferredId":4,"preferredEncrypt":false,"direction":"sendrecv"},
          {"kind":"video","uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","preferredId":4,"preferredEncrypt":false,"direction":"sendrecv"},
          {"kind":"video","uri":"http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01","preferredId":5,"preferredEncrypt":false,"direction":"sendrecv"},
          {"kind":"audio","uri":"urn:ietf:params:rtp-hdrext:ssrc-audio-level","preferredId":10,"preferredEncrypt":false,"direction":"sendrecv"},
          {"kind":"video","uri":"urn:3gpp:video-orientation","preferredId":11,"preferredEncrypt":false,"direction":"sendrecv"},
          {"kind":"video","uri":"urn:ietf:params:rtp-hdrext:toffset","preferredId":12,"preferredEncrypt":false,"direction":"sendrecv"},
          {"kind":"video","uri":"http://www.webrtc.org/experiments/rtp-hdrext/playout-delay","preferredId":14,"preferredEncrypt":false,"direction":"sendrecv"}]}
        """.Replace("FEEDBACK", """
        [{"type":"goog-remb","parameter":""},{"type":"transport-cc","parameter":""},{"type":"ccm","parameter":"fir"},
         {"type":"nack","parameter":""},{"type":"nack","parameter":"pli"}]
        """, StringComparison.Ordinal));

    public static RtpParameters WithCodecs(string codecs) => Vp8 with { Codecs = Parse<RtpCodecParameters[]>(codecs) };

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;
}
