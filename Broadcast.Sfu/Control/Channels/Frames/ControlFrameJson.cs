using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Validation;

namespace Broadcast.Sfu.Control.Channels.Frames;

/// <summary>The wire form of the frames; as <see cref="ControlJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = StrictJson.MaxDepth)]
[JsonSerializable(typeof(ControlFrame))]
internal sealed partial class ControlFrameJson : JsonSerializerContext;
