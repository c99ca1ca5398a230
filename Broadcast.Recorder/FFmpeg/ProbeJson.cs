using System.Text.Json.Serialization;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>FFprobe's JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MediaProbe))]
public sealed partial class ProbeJson : JsonSerializerContext;
