using System.Text.Json.Serialization;

namespace Broadcast.Recorder.Stage;

/// <summary>JSON of stage events: camelCase with a <c>type</c> discriminator, nulls left out. What has no default must be there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StageEvent))]
internal sealed partial class StageEventJson : JsonSerializerContext;
