using System.Text;
using Broadcast.Api.Data;

namespace Broadcast.Api.Text;

/// <summary>
/// A person's name on the stage. The badge of a presenter is drawn by the page beside the name, so nothing that a viewer can call
/// themselves may look like one: check marks, microphones, crowns, shields, stars and rosettes are left out of viewers' names. Words are not: there
/// are people called Host.
/// </summary>
internal static class DisplayName
{
    public const int MaxLength = 60;

    /// <param name="name">Cleaned already.</param>
    /// <returns>Empty if nothing is left.</returns>
    public static string Of(string name, StageRole role)
    {
        if (role == StageRole.Presenter)
            return name;
        var plain = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (!LooksLikeBadge(rune))
                plain.Append(rune);
        }
        return PlainText.Clean(plain.ToString());
    }

    private static bool LooksLikeBadge(Rune rune) => rune.Value is
        0x221A or 0x2611 or 0x2705 or 0x2713 or 0x2714 or 0x2BBD or 0x1F5F8 or 0x1F5F9 or 0x1F6C8 or 0x1FBB1 // check marks
        or 0x1F399 or 0x1F3A4 or 0x1F4E2 or 0x1F4E3 // microphones and megaphones
        or 0x265A or 0x265B or 0x2654 or 0x2655 or 0x1F451 or 0x1F6E1 // crowns and shields
        or (>= 0x2605 and <= 0x2606) or 0x2B50 or 0x1F31F or 0x1F3F5 or (>= 0x2729 and <= 0x2734); // stars and rosettes
}
