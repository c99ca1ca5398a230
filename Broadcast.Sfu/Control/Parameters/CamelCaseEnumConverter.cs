using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>Enums travel as camelCase strings, or as the name given to a member: exactly these, never as numbers, in another case or several in one.</summary>
public sealed class CamelCaseEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<string, TEnum> Values = Enum.GetValues<TEnum>().ToDictionary(NameOf, StringComparer.Ordinal);
    private static readonly Dictionary<TEnum, JsonEncodedText> Names = Values.ToDictionary(each => each.Value, each => JsonEncodedText.Encode(each.Key));

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
            ? value
            : throw new JsonException($"This must be one of {string.Join(", ", Values.Keys)}.");

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(Names[value]);

    private static string NameOf(TEnum value) =>
        typeof(TEnum).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
