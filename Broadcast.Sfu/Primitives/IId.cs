namespace Broadcast.Sfu.Primitives;

/// <summary>
/// An id chosen by the caller of the control contract: 1–64 of <c>A-Z a-z 0-9 _ - .</c>, not beginning with a dot, so that it is a file
/// name too. Written as a plain JSON string.
/// </summary>
public interface IId
{
    const int MaxLength = 64;

    /// <summary>What an id looks like, as a sentence.</summary>
    const string Form = "An id is 1 to 64 of A-Z a-z 0-9 _ - . and begins with no dot.";

    string Value { get; }

    static bool IsValid(string? value) =>
        value is [not '.', ..] and { Length: <= MaxLength } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}

/// <inheritdoc cref="IId"/>
public interface IId<TSelf> : IId where TSelf : struct, IId<TSelf>
{
    static abstract TSelf Create(string value);
}
