using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Parameters;

[JsonConverter(typeof(CamelCaseEnumConverter<TransportKind>))]
public enum TransportKind
{
    WebRtc,
    Plain,
    Direct,
    Pipe,
}
