using System.Text.Json.Serialization;

namespace Broadcast.Recorder.Journal;

/// <summary>JSON payloads of the journal: camelCase, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalChunkStart))]
[JsonSerializable(typeof(JournalTrack))]
internal sealed partial class JournalJson : JsonSerializerContext;
