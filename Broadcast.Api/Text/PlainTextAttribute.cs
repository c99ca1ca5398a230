using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace Broadcast.Api.Text;

/// <summary>
/// Marks a string of a request that a person typed for others to see. It is cleaned (<see cref="PlainText"/>) where the JSON is read, and
/// refused when nothing that can be seen is left or when it is too long.
/// </summary>
/// <param name="maxCharacters">As a reader counts them (Unicode Standard Annex 29); in UTF-8, eight times as many bytes.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlainTextAttribute(int maxCharacters) : StringLengthAttribute(maxCharacters * BytesPerCharacter)
{
    /// <summary>Enough for any script; emoji of several people are longer, and count for more.</summary>
    public const int BytesPerCharacter = 8;

    /// <summary>Whether line breaks are kept.</summary>
    public bool HasLines { get; init; }

    /// <summary>Whether empty text is as good as none.</summary>
    public bool MayBeEmpty { get; init; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string text && Complaint(text) is { } complaint
            ? new ValidationResult(complaint, [validationContext.MemberName ?? validationContext.DisplayName])
            : ValidationResult.Success;

    private string? Complaint(string text)
    {
        if (text.Length == 0 && !MayBeEmpty)
            return "There is nothing in this that can be seen.";
        return Encoding.UTF8.GetByteCount(text) > MaximumLength || new StringInfo(text).LengthInTextElements > maxCharacters
            ? string.Create(CultureInfo.InvariantCulture, $"This is longer than {maxCharacters} characters.")
            : null;
    }
}
