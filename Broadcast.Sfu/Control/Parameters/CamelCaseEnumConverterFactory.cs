using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>Reads and writes every enum by its <see cref="CamelCaseEnumConverter{TEnum}"/>.</summary>
public sealed class CamelCaseEnumConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(CamelCaseEnumConverter<>).MakeGenericType(typeToConvert))!;
}
