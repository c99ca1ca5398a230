using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>Phrases refusals. Texts that clients sent are shortened and stripped, because the sentence goes into logs.</summary>
internal static class Violation
{
    private const int MaxQuoted = 40;

    public static ControlError Invalid(string sentence) => new(ControlErrorCode.InvalidArgument, sentence);

    public static ControlError Unsupported(string sentence) => new(ControlErrorCode.Unsupported, sentence);

    public static string Quote(string text)
    {
        var printable = string.Concat(text.Take(MaxQuoted).Where(c => !char.IsControl(c)));
        return text.Length > MaxQuoted ? $"'{printable}…'" : $"'{printable}'";
    }

    public static ControlError? FirstOf<T>(IEnumerable<T> items, Func<T, ControlError?> check)
    {
        foreach (var item in items)
        {
            if (check(item) is { } violation)
                return violation;
        }
        return null;
    }
}
