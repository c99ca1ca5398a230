using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Broadcast.Api.Text;

/// <summary>Cleans the strings that <see cref="PlainTextAttribute"/> marks while they are read.</summary>
internal sealed class PlainTextConverter(bool hasLines) : JsonConverter<string>
{
    /// <summary>A contract modifier: gives every marked property its converter.</summary>
    public static void Apply(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(PlainTextAttribute), inherit: false) is [PlainTextAttribute mark])
                property.CustomConverter = new PlainTextConverter(mark.HasLines);
        }
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        try
        {
            return PlainText.Clean(reader.GetString()!, hasLines);
        }
        catch (InvalidOperationException halfCharacter)
        {
            throw new JsonException("The text has half a surrogate pair in it.", halfCharacter);
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
