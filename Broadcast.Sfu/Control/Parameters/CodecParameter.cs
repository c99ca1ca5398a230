using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>An fmtp value: a number or a string on the wire, compared as text.</summary>
[JsonConverter(typeof(CodecParameterJsonConverter))]
public readonly record struct CodecParameter
{
    public string Text { get; }
    public long? Number { get; }

    public CodecParameter(string text)
    {
        Text = text;
        Number = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public CodecParameter(long number)
    {
        Text = number.ToString(CultureInfo.InvariantCulture);
        Number = number;
    }

    public static implicit operator CodecParameter(string text) => new(text);
    public static implicit operator CodecParameter(long number) => new(number);
    public override string ToString() => Text;
}

/// <summary>Reads numbers, strings and booleans; writes a number where the text is one and was not zero-padded.</summary>
public sealed class CodecParameterJsonConverter : JsonConverter<CodecParameter>
{
    public override CodecParameter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => new CodecParameter(reader.GetString()!),
        JsonTokenType.Number when reader.TryGetInt64(out var number) => new CodecParameter(number),
        JsonTokenType.Number => new CodecParameter(reader.GetDouble().ToString(CultureInfo.InvariantCulture)),
        JsonTokenType.True => new CodecParameter("true"),
        JsonTokenType.False => new CodecParameter("false"),
        _ => throw new JsonException("A codec parameter is a string or a number."),
    };

    public override void Write(Utf8JsonWriter writer, CodecParameter value, JsonSerializerOptions options)
    {
        if (value.Number is { } number && number.ToString(CultureInfo.InvariantCulture) == value.Text)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value.Text);
    }
}
