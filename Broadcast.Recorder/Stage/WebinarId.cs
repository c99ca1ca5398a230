using System.Text.Json.Serialization;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Stage;

/// <summary>A webinar.</summary>
[JsonConverter(typeof(IdJsonConverter<WebinarId>))]
public readonly record struct WebinarId(string Value) : IId<WebinarId>
{
    public static WebinarId Create(string value) => new(value);

    public override string ToString() => Value;
}
