using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Data;

/// <summary>A webinar only ever moves forward through these.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WebinarState>))]
public enum WebinarState
{
    Scheduled,
    Live,
    Ended,
}
