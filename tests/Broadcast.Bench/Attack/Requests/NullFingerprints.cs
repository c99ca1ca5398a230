using Broadcast.Bench.Attack.Clients;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Bench.Attack.Requests;

/// <summary>A viewer connects its transport with fingerprints that are not there.</summary>
internal sealed class NullFingerprints : IAttack
{
    private static readonly string[] NoFingerprints =
    [
        "null", "[]", "[null]", "[{}]", """[{"algorithm":null,"value":"AA:BB"}]""", """[{"algorithm":"sha-256","value":null}]""", """[{"algorithm":"sha-256"}]""",
    ];

    public string Name => "null fingerprints";
    public string Before => "a worker dies";
    public string Limit => "invalid_request";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var wrong = new List<string>();
        foreach (var fingerprints in NoFingerprints)
        {
            if (await AnswerAsync(field, fingerprints) is not "invalid_request" and var answer)
                wrong.Add($"{fingerprints} {answer}");
        }
        return new AttackOutcome(wrong.Count, wrong.Count == 0 ? "all refused" : $"{wrong.Count} of {NoFingerprints.Length}: {wrong[0]}", wrong.Count == 0);
    }

    /// <returns>The code of the refusal.</returns>
    private static async Task<string> AnswerAsync(Battlefield field, string fingerprints)
    {
        try
        {
            await using var viewer = await field.JoinAsync();
            var (transportId, _) = await viewer.CreateTransportAsync("recv");
            return await viewer.TryCallAsync("ConnectTransport", new { transportId, dtlsParameters = new { role = "client", fingerprints = Json.Of(fingerprints) } }) ?? "accepted";
        }
        catch (HubException refusal)
        {
            // The worker that the one before has ended.
            return StageClient.CodeOf(refusal);
        }
    }
}
