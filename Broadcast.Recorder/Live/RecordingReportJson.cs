using System.Text.Json.Serialization;

namespace Broadcast.Recorder.Live;

/// <summary>JSON of the recorder's reports: camelCase, nulls left out. What has no default must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RecordingReport))]
internal sealed partial class RecordingReportJson : JsonSerializerContext;
