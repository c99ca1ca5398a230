using System.Net;

namespace Broadcast.Bench.Attack.Links;

/// <summary>A link's token in other spellings: padded, in another case, with spaces, its last bits changed. Measured: spellings that are accepted.</summary>
internal sealed class AlteredTokens : IAttack
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public string Name => "altered tokens";
    public string Before => "several spellings";
    public string Limit => "one spelling";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var token = field.Stage.AudienceToken;
        var accepted = new List<string>();
        foreach (var spelling in Spellings(token).Where(spelling => spelling != token).Distinct())
        {
            using var response = await field.Organizer.Http.GetAsync($"/api/join/{Uri.EscapeDataString(spelling)}");
            if (response.StatusCode == HttpStatusCode.OK)
                accepted.Add(spelling[^4..]);
        }
        return new AttackOutcome(accepted.Count, accepted.Count == 0 ? "none accepted" : $"{accepted.Count} accepted, such as …{accepted[0]}", accepted.Count == 0);
    }

    private static IEnumerable<string> Spellings(string token) =>
    [
        token + "=", token + "==", token + " ", " " + token, token + "\n", token + "%", token.ToUpperInvariant(), token.ToLowerInvariant(), token.Insert(8, " "), token.Insert(8, "\n"), token + "A",
        token.Replace('-', '+').Replace('_', '/'), token[..^1], token + "\0",
        // The last character of base64 may have bits that mean nothing.
        .. Alphabet.Select(last => token[..^1] + last),
    ];
}
