using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Control.Responses;

[JsonConverter(typeof(CamelCaseEnumConverter<ControlErrorCode>))]
public enum ControlErrorCode
{
    /// <summary>The id names nothing that is open.</summary>
    NotFound,
    /// <summary>The id is taken by something with other properties.</summary>
    Conflict,
    /// <summary>A value is malformed, out of range or contradicts another.</summary>
    InvalidArgument,
    /// <summary>Well formed but no codec, profile or feature in common.</summary>
    Unsupported,
    /// <summary>The request does not fit the state, such as producing on a closed transport.</summary>
    InvalidState,
    /// <summary>A limit of the node is reached.</summary>
    ResourceExhausted,
    /// <summary>The request met a fault of the node, which has logged it; what it was about is closed.</summary>
    Internal,
}
