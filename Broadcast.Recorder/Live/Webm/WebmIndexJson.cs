using System.Text.Json.Serialization;

namespace Broadcast.Recorder.Live.Webm;

/// <summary>The index as it is stored: camelCase, as short as can be, for it is written again and again.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebmIndex))]
public sealed partial class WebmIndexJson : JsonSerializerContext;
