namespace Broadcast.Sfu.Primitives;

/// <summary>An id chosen by the caller of the control contract: 1–64 of <c>A-Z a-z 0-9 _ -</c>. Written as a plain JSON string.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    const int MaxLength = 64;

    string Value { get; }
    static abstract TSelf Create(string value);

    static bool IsValid(string? value) =>
        value is { Length: > 0 and <= MaxLength } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
