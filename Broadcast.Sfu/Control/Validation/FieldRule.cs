using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Broadcast.Sfu.Control.Validation;

/// <summary>What is declared beside one field of a record, found once per type.</summary>
internal sealed class FieldRule
{
    private static readonly ConcurrentDictionary<Type, FieldRule[]> Known = new();

    /// <summary>Finds the fields as JSON sees them, and their names; a type with a converter of its own has none.</summary>
    private static readonly JsonSerializerOptions Shapes =
        new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private readonly JsonPropertyInfo property;
    private readonly ValidationAttribute[] declared;
    private readonly bool hasOwnLength;

    private FieldRule(JsonPropertyInfo property)
    {
        this.property = property;
        declared = [.. property.AttributeProvider!.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>()];
        hasOwnLength = declared.Any(rule => rule is StringLengthAttribute or MaxLengthAttribute or LengthAttribute);
    }

    public string Name => property.Name;

    public static FieldRule[] Of(Type type) => Known.GetOrAdd(type, static found =>
        [.. Shapes.GetTypeInfo(found).Properties.Where(field => field.Get is not null && field.AttributeProvider is PropertyInfo).Select(field => new FieldRule(field))]);

    /// <param name="context">Of the record; made to say the field's name.</param>
    public InvalidField? Check(object record, ValidationContext context, int depth)
    {
        if (property.Get!(record) is not { } value)
            return property.IsGetNullable ? null : DeclaredRules.Missing;
        context.MemberName = context.DisplayName = Name;
        foreach (var rule in declared)
        {
            if (rule.GetValidationResult(value, context) is { } refusal)
                return new InvalidField("", refusal.ErrorMessage ?? "This is not valid.");
        }
        return DeclaredRules.Check(value, context, hasOwnLength, depth + 1);
    }
}
