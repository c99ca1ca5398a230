using System.Globalization;
using System.Text;

namespace Broadcast.Api.Text;

/// <summary>The scripts, by their blocks, in which a character that cannot be seen has its work to do.</summary>
internal static class Scripts
{
    /// <summary>Extended_Pictographic, with the code points reserved for it (Unicode Technical Standard 51).</summary>
    public static bool IsPictograph(Rune rune) => rune.Value is
        0x00A9 or 0x00AE or 0x203C or 0x2049 or 0x2122 or 0x2139 or (>= 0x2190 and <= 0x21FF) or (>= 0x2300 and <= 0x23FF)
        or (>= 0x2600 and <= 0x27BF) or (>= 0x2900 and <= 0x297F) or (>= 0x2B00 and <= 0x2BFF) or 0x3030 or 0x303D or 0x3297 or 0x3299
        or (>= 0x1F000 and <= 0x1FAFF);

    /// <summary>Han, whose glyph variants are chosen by a selector: names are told apart by them.</summary>
    public static bool IsIdeograph(Rune rune) => rune.Value is
        (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFD);

    public static bool IsMongolian(Rune rune) => rune.Value is >= 0x1800 and <= 0x18AF;

    /// <summary>Letters and marks of the scripts that join: Arabic to N'Ko, those of India and South-East Asia, Mongolian, Adlam.</summary>
    public static bool IsJoining(Rune rune) =>
        rune.Value is (>= 0x0600 and <= 0x109F) or (>= 0x1780 and <= 0x18AF) or (>= 0x1900 and <= 0x1CFF) or (>= 0xA800 and <= 0xABFF)
            or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFE) or (>= 0x10A00 and <= 0x11FFF) or (>= 0x1E900 and <= 0x1E95F)
        && (Rune.IsLetter(rune) || IsMark(rune));

    /// <summary>What stands on, under or beside the letter before it.</summary>
    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
