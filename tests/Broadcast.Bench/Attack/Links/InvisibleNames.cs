using System.Globalization;
using System.Text;
using Broadcast.Bench.Attack.Clients;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Bench.Attack.Links;

/// <summary>Names that cannot be seen, that turn the text around them, or that cover their neighbours. Measured: names that others are shown as they are.</summary>
internal sealed class InvisibleNames : IAttack
{
    private const int MarksPerLetter = 20;

    private static readonly string[] Names =
    [
        "\u200B", "\u200B\u200C\u200D", "\u2060", "\uFEFF", "\u00AD", "\u115F", "\u3164", "\u2800", "\u180E", " \u00A0 ", "\u034F", "\uFFA0", "\U000E0041",
        "\u202Enimda", "\u2066a\u2067b", "a" + new string('\u0301', MarksPerLetter), "a\nb", "a\u0007b", "\0",
    ];

    public string Name => "invisible names";
    public string Before => "accepted";
    public string Limit => "refused or cleaned";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var shown = 0;
        foreach (var name in Names)
        {
            await using var client = await StageClient.ConnectAsync(field.Host, field.Stage.AudienceToken, SourceAddress.Hostile);
            if (await client.TryCallAsync("Join", new { displayName = name }) is not null)
                continue;
            try
            {
                var message = await client.CallAsync("SendChat", new { text = "who am I?" });
                shown += IsHarmless(message.GetProperty("displayName").GetString()!) ? 0 : 1;
            }
            catch (HubException)
            {
                // Chat has its own limit: who cannot write is not seen.
            }
        }
        return new AttackOutcome(shown, $"{shown} of {Names.Length} shown", shown == 0);
    }

    /// <summary>Has a letter or digit, no bare override, no control and no tower of marks.</summary>
    private static bool IsHarmless(string name)
    {
        var categories = name.EnumerateRunes().Select(Rune.GetUnicodeCategory).ToArray();
        var opened = name.Count(c => c is '\u202A' or '\u202B' or '\u202D' or '\u202E' or '\u2066' or '\u2067' or '\u2068');
        var closed = name.Count(c => c is '\u202C' or '\u2069');
        return name.EnumerateRunes().Any(rune => Rune.IsLetterOrDigit(rune) && rune.Value is not (0x115F or 0x3164 or 0xFFA0))
            && !categories.Contains(UnicodeCategory.Control)
            && opened <= closed
            && categories.Count(category => category == UnicodeCategory.NonSpacingMark) < MarksPerLetter;
    }
}
