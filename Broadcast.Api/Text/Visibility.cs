using System.Globalization;
using System.Text;

namespace Broadcast.Api.Text;

/// <summary>
/// Which characters are kept: those that can be seen, and the few unseen ones that change how their neighbours look, beside the neighbours
/// that they belong to. Direction controls (Unicode Standard Annex 9) are never kept: a text's direction is that of its letters, and pages
/// isolate it.
/// </summary>
internal static class Visibility
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int BlackFlag = 0x1F3F4;
    private const int Keycap = 0x20E3;

    /// <param name="before">What was kept before it; default at the beginning.</param>
    /// <param name="after">What comes after it; default at the end.</param>
    public static bool IsSeen(Rune rune, Rune before, Rune after) => rune.Value switch
    {
        '\n' => true,
        ZeroWidthJoiner or ZeroWidthNonJoiner => IsJoined(rune, before, after),
        >= 0xFE00 and <= 0xFE0F => TakesPresentation(before, after),
        >= 0xE0100 and <= 0xE01EF => Scripts.IsIdeograph(before),
        (>= 0x180B and <= 0x180D) or 0x180F => Scripts.IsMongolian(before),
        >= 0xE0020 and <= 0xE007F => before.Value is BlackFlag or (>= 0xE0020 and < 0xE007F),
        _ => !IsBlank(rune.Value) && IsShown(rune, before),
    };

    private static bool IsShown(Rune rune, Rune before) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.Format => IsWrittenFormat(rune.Value),
        // What is reserved for pictures is one in next year's Unicode.
        UnicodeCategory.OtherNotAssigned => Scripts.IsPictograph(rune),
        UnicodeCategory.EnclosingMark => IsBase(before),
        _ => !Scripts.IsMark(rune) || IsBase(before),
    };

    /// <summary>Emoji are joined into one picture; some scripts show letters joined or apart by it.</summary>
    private static bool IsJoined(Rune joiner, Rune before, Rune after)
    {
        if (Scripts.IsJoining(before))
            return Scripts.IsJoining(after) || joiner.Value == ZeroWidthJoiner && Scripts.IsMark(before);
        return joiner.Value == ZeroWidthJoiner && IsPicture(before) && IsPicture(after);
    }

    private static bool IsPicture(Rune rune) => Scripts.IsPictograph(rune) || rune.Value is 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF);

    /// <summary>Variation selectors 1 to 16: text or emoji, keycaps, and the shapes of ideographs and of Myanmar and Phags-pa letters.</summary>
    private static bool TakesPresentation(Rune before, Rune after) =>
        Scripts.IsPictograph(before) || Scripts.IsIdeograph(before) || after.Value == Keycap
        || before.Value is (>= 0x1000 and <= 0x109F) or (>= 0xA840 and <= 0xA877);

    private static bool IsBase(Rune before) => before != default && before.Value is not (' ' or '\n');

    /// <summary>Letters and symbols by their category that leave their place empty (Default_Ignorable_Code_Point and the like).</summary>
    private static bool IsBlank(int value) => value is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or 0xFFFC or 0x16FE4 or 0x1D159
        or (>= 0xFFF0 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>The format characters that are written: Arabic, Syriac and Kaithi signs that enclose a number.</summary>
    private static bool IsWrittenFormat(int value) => value is
        (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD;
}
