using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>Phrases refusals. Texts that clients sent are shortened and stripped, because the sentence goes into logs.</summary>
internal static class Violation
{
    private const int MaxQuoted = 40;

    public static ControlError Invalid(string sentence) => new(ControlErrorCode.InvalidArgument, sentence);

    public static ControlError Unsupported(string sentence) => new(ControlErrorCode.Unsupported, sentence);

    public static string Quote(string? text)
    {
        if (text is null)
            return "null";
        var printable = string.Concat(text.Take(MaxQuoted).Where(c => !char.IsControl(c)));
        return text.Length > MaxQuoted ? $"'{printable}…'" : $"'{printable}'";
    }

    /// <summary>Checks each item in turn; a null item is a violation too.</summary>
    public static ControlError? FirstOf<T>(IReadOnlyList<T>? items, int limit, string name, Func<T, ControlError?> check)
    {
        if (items is null)
            return Invalid($"{name} is missing.");
        if (items.Count > limit)
            return Invalid($"{name} has {items.Count} entries; at most {limit} are allowed.");
        foreach (var item in items)
        {
            if ((item is null ? Invalid($"{name} has an entry that is null.") : check(item)) is { } violation)
                return violation;
        }
        return null;
    }
}
