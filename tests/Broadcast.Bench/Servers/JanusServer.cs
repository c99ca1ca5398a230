using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Servers;

/// <summary>Janus from the distribution's packages with one event loop, its streaming plugin fed by plain RTP.</summary>
internal sealed partial class JanusServer : IServerUnderTest
{
    private const int HttpPort = 18_088;
    private const int RtpPort = 15_004;
    private const int SoundPort = 15_006;
    private const string Modules = "/usr/lib/x86_64-linux-gnu/janus";

    private readonly HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{HttpPort}") };
    private readonly string directory;
    private readonly IPAddress address;

    private readonly bool sound;

    private JanusServer(string directory, Process process, IPAddress address, bool sound) =>
        (this.directory, Process, this.address, this.sound) = (directory, process, address, sound);

    public string Name => "janus";

    public Process Process { get; }

    public IPEndPoint Ingest { get; } = new(IPAddress.Loopback, RtpPort);

    public IPEndPoint SoundIngest { get; } = new(IPAddress.Loopback, SoundPort);

    /// <param name="address">The address of this network namespace that its candidates carry.</param>
    /// <param name="sound">Whether there is sound beside the picture.</param>
    public static async Task<JanusServer> StartAsync(IPAddress address, bool sound)
    {
        var directory = Directory.CreateTempSubdirectory("broadcast-bench-janus-").FullName;
        await WriteSettingsAsync(directory, sound);
        var process = PinnedProcess.Start(PinnedProcess.ServerCore, "janus", "-F", directory, "-o", "-d", "3");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new JanusServer(directory, process, address, sound);
        await server.WaitUntilReadyAsync();
        return server;
    }

    public async Task<ViewerOffer> OfferAsync(ViewerIdentity viewer)
    {
        var session = await AskAsync("/janus", new() { ["janus"] = "create" });
        var handle = await AskAsync($"/janus/{session}", new() { ["janus"] = "attach", ["plugin"] = "janus.plugin.streaming" });
        await SendAsync($"/janus/{session}/{handle}", new() { ["janus"] = "message", ["body"] = new JsonObject { ["request"] = "watch", ["id"] = 1 } });
        var offer = await OfferOfAsync(session);
        var answer = new JsonObject { ["type"] = "answer", ["sdp"] = Answer(viewer) };
        await SendAsync($"/janus/{session}/{handle}", new() { ["janus"] = "message", ["body"] = new JsonObject { ["request"] = "start" }, ["jsep"] = answer });
        return Parse(offer);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private ViewerOffer Parse(string sdp)
    {
        var port = ushort.Parse(CandidatePort().Matches(sdp).First(match => match.Groups[1].Value == address.ToString()).Groups[2].Value, null);
        var fingerprint = Fingerprint().Match(sdp);
        return new ViewerOffer(
            TransportTuple.From(new IPEndPoint(address, port)), UsernameFragment().Match(sdp).Groups[1].Value, Password().Match(sdp).Groups[1].Value,
            [new DtlsFingerprint(fingerprint.Groups[1].Value, fingerprint.Groups[2].Value)]);
    }

    private string Answer(ViewerIdentity viewer) => string.Join("\r\n",
        [
            "v=0", $"o=- 1 1 IN IP4 {address}", "s=-", "t=0 0", sound ? "a=group:BUNDLE v a" : "a=group:BUNDLE v",
            .. VideoSection(viewer),
            .. sound ? SoundSection(viewer) : [],
            "",
        ]);

    private IEnumerable<string> VideoSection(ViewerIdentity viewer) =>
    [
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97", .. TransportLines(viewer, "v"),
        "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 goog-remb",
        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96",
    ];

    private IEnumerable<string> SoundSection(ViewerIdentity viewer) =>
    [
        "m=audio 9 UDP/TLS/RTP/SAVPF 111", .. TransportLines(viewer, "a"), "a=rtpmap:111 opus/48000/2", "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
    ];

    private IEnumerable<string> TransportLines(ViewerIdentity viewer, string mid) =>
    [
        $"c=IN IP4 {address}", "a=recvonly", $"a=mid:{mid}", "a=rtcp-mux",
        $"a=ice-ufrag:{viewer.Credentials.UsernameFragment}", $"a=ice-pwd:{viewer.Credentials.Password}",
        $"a=fingerprint:{viewer.Fingerprints[0].Algorithm} {viewer.Fingerprints[0].Value}", "a=setup:active",
        $"a=candidate:1 1 udp 2130706431 {viewer.Address.Address} {viewer.Address.Port} typ host", "a=end-of-candidates",
    ];

    private async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                await http.GetAsync("/janus/info", patience.Token);
                return;
            }
            catch (HttpRequestException)
            {
                // It is not listening yet.
            }
        }
    }

    /// <summary>The offer is the first event that is not a mere note.</summary>
    private async Task<string> OfferOfAsync(long session)
    {
        while (true)
        {
            var happened = JsonNode.Parse(await http.GetStringAsync($"/janus/{session}?maxev=1"));
            if (happened?["jsep"]?["sdp"] is { } sdp)
                return sdp.GetValue<string>();
        }
    }

    private async Task<long> AskAsync(string path, JsonObject request) =>
        (await SendAsync(path, request))["data"]!["id"]!.GetValue<long>();

    private async Task<JsonNode> SendAsync(string path, JsonObject request)
    {
        request["transaction"] = "bench";
        using var response = await http.PostAsJsonAsync(path, request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync()) ?? throw new InvalidOperationException("Janus answered nothing.");
    }

    private static async Task WriteSettingsAsync(string directory, bool sound)
    {
        var microphone = sound ? $$""", { type = "audio"; mid = "a"; label = "a"; port = {{SoundPort}}; pt = {{TestSound.PayloadType}}; codec = "opus"; iface = "127.0.0.1" }""" : "";
        await File.WriteAllTextAsync(Path.Combine(directory, "janus.jcfg"), $$"""
            general: { configs_folder = "{{directory}}"; plugins_folder = "{{Modules}}/plugins"; transports_folder = "{{Modules}}/transports"; debug_level = 3; event_loops = 1; session_timeout = 0 }
            nat: { ice_lite = true }
            plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so,libjanus_voicemail.so" }
            transports: { disable = "libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_websockets.so" }
            """);
        await File.WriteAllTextAsync(Path.Combine(directory, "janus.transport.http.jcfg"), $$"""
            general: { json = "plain"; base_path = "/janus"; http = true; port = {{HttpPort}}; ip = "127.0.0.1"; https = false }
            admin: { admin_http = false }
            """);
        await File.WriteAllTextAsync(Path.Combine(directory, "janus.plugin.streaming.jcfg"), $$"""
            bench: { type = "rtp"; id = 1; description = "bench"; media = ( { type = "video"; mid = "v"; label = "v"; port = {{RtpPort}}; pt = 96; codec = "vp8"; iface = "127.0.0.1" }{{microphone}} ) }
            """);
    }

    [GeneratedRegex(@"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host")]
    private static partial Regex CandidatePort();

    [GeneratedRegex(@"a=fingerprint:(\S+) (\S+)")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"a=ice-ufrag:(\S+)")]
    private static partial Regex UsernameFragment();

    [GeneratedRegex(@"a=ice-pwd:(\S+)")]
    private static partial Regex Password();
}
