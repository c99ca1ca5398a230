using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Validation;

/// <summary>
/// Checks a record by what is declared beside it: nullability, <c>[StringLength]</c>, <c>[MaxLength]</c>, <c>[Range]</c> and any other
/// validation attribute, in all that it holds. What declares nothing is bounded all the same. Everything that comes from outside goes
/// through here before it is looked at: arguments of the hub, bodies of the HTTP API, requests of the control contract.
/// </summary>
public static class DeclaredRules
{
    /// <summary>Characters of a text that declares no length.</summary>
    public const int MaxTextLength = 1_024;

    /// <summary>Entries of a list or dictionary that declares no length.</summary>
    public const int MaxEntries = 128;

    /// <summary>Characters of a dictionary's key.</summary>
    public const int MaxKeyLength = 64;

    /// <param name="record">As it was read.</param>
    /// <param name="services">For rules that need any, such as one about the time.</param>
    /// <returns>The first that is wrong; null if nothing is.</returns>
    public static InvalidField? Check(object? record, IServiceProvider? services = null) =>
        record is null ? Missing : Check(record, services, hasOwnLength: false, depth: 0);

    internal static InvalidField Missing { get; } = new("", "This must not be null.");

    internal static InvalidField? Check(object value, IServiceProvider? services, bool hasOwnLength, int depth) => value switch
    {
        _ when depth > StrictJson.MaxDepth => new InvalidField("", "This is nested too deeply."),
        string text => hasOwnLength ? null : CheckLength(text.Length, MaxTextLength, "characters"),
        IId id => IId.IsValid(id.Value) ? null : new InvalidField("", IId.Form),
        JsonElement json => json.ValueKind == JsonValueKind.Undefined ? Missing : null,
        CodecParameter parameter => parameter.Text is null ? Missing : CheckLength(parameter.Text.Length, RtpLimits.MaxTextLength, "characters"),
        double number => double.IsFinite(number) ? null : new InvalidField("", "This must be a finite number."),
        ValueType => null,
        IDictionary entries => CheckEntries(entries, services, hasOwnLength, depth),
        IEnumerable items => CheckItems(items, services, hasOwnLength, depth),
        _ => CheckFields(value, services, depth),
    };

    private static InvalidField? CheckFields(object record, IServiceProvider? services, int depth)
    {
        var context = new ValidationContext(record, services, items: null);
        foreach (var field in FieldRule.Of(record.GetType()))
        {
            if (field.Check(record, context, depth) is { } invalid)
                return invalid.Within(field.Name);
        }
        return null;
    }

    private static InvalidField? CheckItems(IEnumerable items, IServiceProvider? services, bool hasOwnLength, int depth)
    {
        var index = 0;
        foreach (var item in items)
        {
            if (!hasOwnLength && index == MaxEntries)
                return TooLong(MaxEntries, "entries");
            if ((item is null ? Missing : Check(item, services, hasOwnLength: false, depth + 1)) is { } invalid)
                return invalid.Within($"[{index}]");
            index++;
        }
        return null;
    }

    private static InvalidField? CheckEntries(IDictionary entries, IServiceProvider? services, bool hasOwnLength, int depth)
    {
        if (!hasOwnLength && entries.Count > MaxEntries)
            return TooLong(MaxEntries, "entries");
        foreach (DictionaryEntry entry in entries)
        {
            var key = entry.Key.ToString()!;
            var invalid = key.Length is 0 or > MaxKeyLength
                ? new InvalidField("", $"A name has 1 to {MaxKeyLength} characters.")
                : entry.Value is null ? Missing : Check(entry.Value, services, hasOwnLength: false, depth + 1);
            if (invalid is { } found)
                return found.Within(string.Concat(key.Take(MaxKeyLength).Where(c => !char.IsControl(c))));
        }
        return null;
    }

    private static InvalidField? CheckLength(int length, int limit, string what) => length <= limit ? null : TooLong(limit, what);

    private static InvalidField TooLong(int limit, string what) => new("", $"At most {limit} {what} are allowed here.");
}
