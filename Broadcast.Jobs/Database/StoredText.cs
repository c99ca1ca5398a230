using System.Text;

namespace Broadcast.Jobs.Database;

/// <summary>Text that came from elsewhere, as either engine stores it: PostgreSQL refuses U+0000, half a surrogate pair, and more than its column holds.</summary>
public static class StoredText
{
    /// <param name="length">What the column holds; longer text ends with an ellipsis.</param>
    public static string Fit(string text, int length)
    {
        var stored = new StringBuilder(Math.Min(text.Length, length));
        foreach (var rune in (text.Length <= length ? text : text[..(length - 1)] + "…").EnumerateRunes())
            stored.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return stored.ToString();
    }
}
