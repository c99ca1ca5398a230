using System.Text.Json;
using System.Text.Json.Serialization;
using Broadcast.Recorder.Certification;

namespace Broadcast.Recorder.Manifest;

/// <summary>JSON of what is derived from a journal: camelCase, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RecordingManifest))]
[JsonSerializable(typeof(RecordingCertificate))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RecordingJson : JsonSerializerContext;
