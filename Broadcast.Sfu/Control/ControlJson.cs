using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Control.Validation;

namespace Broadcast.Sfu.Control;

/// <summary>The wire form of the control contract: camelCase JSON with a <c>type</c> discriminator, nulls left out. As strict as <see cref="StrictJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = StrictJson.MaxDepth)]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(ControlResponse))]
[JsonSerializable(typeof(WorkerNotification))]
public sealed partial class ControlJson : JsonSerializerContext;
