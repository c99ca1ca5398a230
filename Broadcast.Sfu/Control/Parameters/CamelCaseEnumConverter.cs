using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>Enums travel as camelCase strings, never as numbers.</summary>
public sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
