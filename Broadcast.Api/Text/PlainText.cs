using System.Buffers;
using System.Text;

namespace Broadcast.Api.Text;

/// <summary>
/// What a person typed for others to see, in the one spelling it is stored and shown in: normalised to NFC; white space collapsed to single
/// spaces; without what cannot be seen, without what turns the direction of what stands around it, and without marks stacked into the lines
/// above and below. Cleaning twice is cleaning once. Nothing is left of text that could not be seen.
/// </summary>
internal static class PlainText
{
    /// <param name="hasLines">Whether line breaks are kept (one empty line at most); otherwise they are spaces.</param>
    public static string Clean(string typed, bool hasLines = false)
    {
        // First, so that what is judged is what will be stored, and again, for what was taken away may have kept a letter from its mark.
        var seen = Characters(typed).Normalize(NormalizationForm.FormC);
        for (var before = ""; before != seen;)
        {
            before = seen;
            seen = StackedMarks.Limit(Seen(Spacing.Collapse(before, hasLines))).Normalize(NormalizationForm.FormC);
        }
        return seen;
    }

    /// <summary>Half a surrogate pair is no character, nor is a code point that Unicode promises never to assign; normalising throws on some.</summary>
    private static string Characters(string typed)
    {
        var characters = new StringBuilder(typed.Length);
        for (var rest = typed.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done && !IsNonCharacter(rune.Value))
                characters.Append(rune);
            rest = rest[length..];
        }
        return characters.ToString();
    }

    private static bool IsNonCharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    private static string Seen(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        var seen = new StringBuilder(text.Length);
        var before = default(Rune);
        for (var i = 0; i < runes.Length; i++)
        {
            var after = i + 1 < runes.Length ? runes[i + 1] : default;
            if (!Visibility.IsSeen(runes[i], before, after))
                continue;
            seen.Append(runes[i]);
            before = runes[i];
        }
        return seen.ToString();
    }
}
