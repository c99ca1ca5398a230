using System.Globalization;
using System.Text;

namespace Broadcast.Api.Text;

/// <summary>White space: one space between words, none at the ends of a line, and at most one empty line between lines.</summary>
internal static class Spacing
{
    private const int MostBreaks = 2;

    public static string Collapse(string text, bool hasLines)
    {
        var collapsed = new StringBuilder(text.Length);
        var (spaces, breaks) = (0, 0);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (IsBreak(rune))
                breaks++;
            else if (IsSpace(rune))
                spaces++;
            else
            {
                if (collapsed.Length > 0)
                    collapsed.Append(Between(spaces, breaks, hasLines));
                collapsed.Append(rune);
                (spaces, breaks) = (0, 0);
            }
        }
        return collapsed.ToString();
    }

    private static string Between(int spaces, int breaks, bool hasLines) =>
        breaks > 0 && hasLines ? new string('\n', Math.Min(breaks, MostBreaks)) : spaces + breaks > 0 ? " " : "";

    private static bool IsBreak(Rune rune) => rune.Value is '\n' or '\r' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029;

    /// <summary>Spaces, and what has a name but leaves its place empty: the blanks of Braille and of hieroglyphs.</summary>
    private static bool IsSpace(Rune rune) =>
        rune.Value is '\t' or 0x2800 or 0x13441 or 0x13442 || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;
}
