using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Responses;

/// <summary>The answer to one <see cref="Requests.WorkerRequest"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(ControlError), "error")]
[JsonDerivedType(typeof(NodeChecked), "node.checked")]
[JsonDerivedType(typeof(NodeDump), "node.dumped")]
[JsonDerivedType(typeof(RouterCreated), "router.created")]
[JsonDerivedType(typeof(RouterDump), "router.dumped")]
[JsonDerivedType(typeof(RouterStats), "router.stats")]
[JsonDerivedType(typeof(WebRtcTransportCreated), "transport.webRtcCreated")]
[JsonDerivedType(typeof(WebRtcTransportConnected), "transport.webRtcConnected")]
[JsonDerivedType(typeof(PlainTransportCreated), "transport.plainCreated")]
[JsonDerivedType(typeof(PipeTransportCreated), "transport.pipeCreated")]
[JsonDerivedType(typeof(IceRestarted), "transport.iceRestarted")]
[JsonDerivedType(typeof(TransportContents), "transport.dumped")]
[JsonDerivedType(typeof(TransportStats), "transport.stats")]
[JsonDerivedType(typeof(ProducerCreated), "producer.created")]
[JsonDerivedType(typeof(ConsumerCreated), "consumer.created")]
public abstract record ControlResponse;

/// <summary>Done; nothing to tell.</summary>
public sealed record Accepted : ControlResponse
{
    public static readonly Accepted Instance = new();
}

/// <summary>Refused before anything changed, unless the code is <see cref="ControlErrorCode.Internal"/>.</summary>
/// <param name="Code">What kind of refusal; stable.</param>
/// <param name="Message">A sentence that names the offending value.</param>
public sealed record ControlError(ControlErrorCode Code, string Message) : ControlResponse;
