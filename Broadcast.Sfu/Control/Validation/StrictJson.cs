using System.Text.Json;
using System.Text.RegularExpressions;

namespace Broadcast.Sfu.Control.Validation;

/// <summary>
/// Reads requests so that their records are as their types say: no null where none is declared, nothing missing that has no default,
/// nothing twice. What lengths and ranges are declared beside a record is for <see cref="DeclaredRules"/>.
/// </summary>
public static partial class StrictJson
{
    /// <summary>No message of ours nests deeper than ten.</summary>
    public const int MaxDepth = 24;

    public static void Apply(JsonSerializerOptions json)
    {
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.AllowDuplicateProperties = false;
        json.MaxDepth = MaxDepth;
    }

    /// <summary>What the reader found wrong, without the names of our types.</summary>
    public static InvalidField Explain(JsonException failure)
    {
        var path = failure.Path is { Length: > 1 } found ? string.Concat(found[1..].TrimStart('.').Where(c => !char.IsControl(c))) : "";
        if (MissingName().Match(failure.Message) is { Success: true } missing)
            return Within(path, new InvalidField(missing.Groups["name"].Value, "This is missing."));
        return Within(path, new InvalidField("", SentenceOf(failure)));
    }

    private static string SentenceOf(JsonException failure)
    {
        if (failure.InnerException is JsonException)
            return "This is not JSON.";
        if (failure.Message.Contains("null values", StringComparison.Ordinal))
            return "This must not be null.";
        // To its own sentences the reader adds the position; what has none is a converter's of ours.
        return failure.Message.Contains("LineNumber:", StringComparison.Ordinal) ? "This is not of the kind that belongs here." : failure.Message;
    }

    private static InvalidField Within(string path, InvalidField field) => path.Length == 0 ? field : field.Within(path);

    [GeneratedRegex("required properties including: '(?<name>[^']+)'")]
    private static partial Regex MissingName();
}
