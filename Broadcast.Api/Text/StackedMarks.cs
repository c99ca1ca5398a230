using System.Globalization;
using System.Text;

namespace Broadcast.Api.Text;

/// <summary>
/// How many marks a letter carries. Of those that fit any letter (accents, dots, rings: <c>Inherited</c>), 3; of all, 6, for a Burmese
/// syllable has five and a Hebrew or Tibetan one four; and none twice.
/// </summary>
internal static class StackedMarks
{
    private const int MostOfAny = 6;
    private const int MostAccents = 3;

    public static string Limit(string text)
    {
        var limited = new StringBuilder(text.Length);
        var carried = new List<Rune>(MostOfAny);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsStacked(rune))
                carried.Clear();
            else if (!Fits(rune, carried))
                continue;
            else
                carried.Add(rune);
            limited.Append(rune);
        }
        return limited.ToString();
    }

    private static bool Fits(Rune mark, List<Rune> carried) =>
        carried.Count < MostOfAny && !carried.Contains(mark) && (!IsAccent(mark) || carried.Count(IsAccent) < MostAccents);

    private static bool IsStacked(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsAccent(Rune rune) => rune.Value is
        (>= 0x0300 and <= 0x036F) or (>= 0x0483 and <= 0x0489) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF)
        or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE20 and <= 0xFE2F);
}
