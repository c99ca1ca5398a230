using System.Text.Json.Nodes;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Requests;

/// <summary>Every call of the hub with every node of its argument replaced. Measured: calls that were answered by no code of the protocol, or as a fault of ours.</summary>
internal sealed class MalformedCalls : IAttack
{
    /// <summary>One connection would soon be told to wait, and what is not looked at cannot fail.</summary>
    private const int CallsPerConnection = 12;

    private const int Calls = 1_500;

    public string Name => "malformed hub calls";
    public string Before => "-";
    public string Limit => "a code for each";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var random = new Random(1);
        var all = Valid.SelectMany(call => Json.Mutations(call.Argument).Select(argument => (call.Method, argument))).ToArray();
        random.Shuffle(all);
        var wrong = new List<string>();
        foreach (var some in all.Take(field.Times(Calls)).Chunk(CallsPerConnection))
        {
            await using var viewer = await field.JoinAsync();
            foreach (var (method, argument) in some)
            {
                if (await viewer.TryCallAsync(method, argument) is ("unknown" or "internal_error" or "silent" or "closed") and var answer)
                    wrong.Add($"{method} {answer}");
            }
        }
        return new AttackOutcome(wrong.Count, wrong.Count == 0 ? $"{all.Length:N0} kinds tried" : $"{wrong.Count} wrong, such as {wrong[0]}", wrong.Count == 0);
    }

    private static IEnumerable<(string Method, JsonNode Argument)> Valid =>
    [
        ("Join", Node("""{"displayName":"Mallory"}""")),
        ("CreateTransport", Node("""{"direction":"recv"}""")),
        ("ConnectTransport", Node("""{"transportId":"t","dtlsParameters":{"role":"client","fingerprints":[{"algorithm":"sha-256","value":"AA:BB"}]}}""")),
        ("RestartIce", Node("""{"transportId":"t"}""")),
        ("Produce", Node("""{"transportId":"t","kind":"video","source":"camera","paused":false,"rtpParameters":{"mid":"0","codecs":[{"mimeType":"video/VP8","payloadType":96,"clockRate":90000,"parameters":{"a":1},"rtcpFeedback":[{"type":"nack","parameter":"pli"}]}],"headerExtensions":[{"uri":"urn:ietf:params:rtp-hdrext:sdes:mid","id":4}],"encodings":[{"ssrc":1,"rtx":{"ssrc":2}}],"rtcp":{"cname":"c"}}}""")),
        ("PauseProducer", Node("""{"producerId":"p"}""")),
        ("CloseProducer", Node("""{"producerId":"p"}""")),
        ("Consume", Node("""{"transportId":"t","producerId":"p","rtpCapabilities":{"codecs":[{"kind":"video","mimeType":"video/VP8","preferredPayloadType":101,"clockRate":90000,"parameters":{},"rtcpFeedback":[{"type":"nack","parameter":""}]}],"headerExtensions":[{"kind":"video","uri":"urn:3gpp:video-orientation","preferredId":11}]}}""")),
        ("ResumeConsumer", Node("""{"consumerId":"c"}""")),
        ("CloseConsumer", Node("""{"consumerId":"c"}""")),
        ("SendChat", Node("""{"text":"hello"}""")),
    ];

    private static JsonNode Node(string text) => JsonNode.Parse(text)!;
}
