using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Responses;

public sealed record ProducerCreated(ProducerId Producer, StreamType StreamType) : ControlResponse;

/// <param name="RtpParameters">What the receiver is going to get.</param>
public sealed record ConsumerCreated(
    ConsumerId Consumer, ProducerId Producer, MediaKind Kind, StreamType StreamType, RtpParameters RtpParameters, bool ProducerPaused) : ControlResponse;

[JsonConverter(typeof(CamelCaseEnumConverter<StreamType>))]
public enum StreamType
{
    Simple,
    Simulcast,
    Svc,
}
