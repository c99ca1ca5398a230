using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broadcast.Recorder.Stage;

/// <summary>A time that is not one is none: the event has happened all the same.</summary>
internal sealed class EventTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var at))
            return at;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) => writer.WriteStringValue(value!.Value);
}
