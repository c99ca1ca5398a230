using System.Diagnostics.CodeAnalysis;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>
/// The name of an object in a store: one or more segments of <c>A-Z a-z 0-9 . _ -</c> joined by <c>/</c>, none beginning with a dot,
/// at most 512 characters. By that form a key can never climb out of a folder nor name a store's own files.
/// </summary>
public readonly record struct ObjectKey
{
    public const int MaxLength = 512;

    private readonly string? value;

    private ObjectKey(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("An ObjectKey is made by Parse or TryParse.");

    public static bool TryParse([NotNullWhen(true)] string? text, out ObjectKey key)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && text.Split('/').All(IsSegment);
        key = valid ? new ObjectKey(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not a key.</exception>
    public static ObjectKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"'{text}' is not an object key.");

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment[0] != '.' && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public override string ToString() => value ?? "";
}
