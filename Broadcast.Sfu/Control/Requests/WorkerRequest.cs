using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Requests;

/// <summary>
/// One request of the control contract. The caller chooses every id, so that repeating a request that already took effect
/// answers as the first time and changes nothing. A refused request is a <see cref="ControlError"/> and changes nothing either.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(CheckNode), "node.check")]
[JsonDerivedType(typeof(LeaveNode), "node.leave")]
[JsonDerivedType(typeof(DumpNode), "node.dump")]
[JsonDerivedType(typeof(EndSink), "sink.end")]
[JsonDerivedType(typeof(CreateRouter), "router.create")]
[JsonDerivedType(typeof(CloseRouter), "router.close")]
[JsonDerivedType(typeof(DumpRouter), "router.dump")]
[JsonDerivedType(typeof(GetRouterStats), "router.getStats")]
[JsonDerivedType(typeof(CreateWebRtcTransport), "router.createWebRtcTransport")]
[JsonDerivedType(typeof(CreatePlainTransport), "router.createPlainTransport")]
[JsonDerivedType(typeof(CreateDirectTransport), "router.createDirectTransport")]
[JsonDerivedType(typeof(CreatePipeTransport), "router.createPipeTransport")]
[JsonDerivedType(typeof(ConnectWebRtcTransport), "transport.connectWebRtc")]
[JsonDerivedType(typeof(ConnectPlainTransport), "transport.connectPlain")]
[JsonDerivedType(typeof(ConnectPipeTransport), "transport.connectPipe")]
[JsonDerivedType(typeof(RenewPipeKey), "transport.renewPipeKey")]
[JsonDerivedType(typeof(SendToDirectTransport), "transport.sendEvent")]
[JsonDerivedType(typeof(RestartIce), "transport.restartIce")]
[JsonDerivedType(typeof(CloseTransport), "transport.close")]
[JsonDerivedType(typeof(DumpTransport), "transport.dump")]
[JsonDerivedType(typeof(GetTransportStats), "transport.getStats")]
[JsonDerivedType(typeof(SetMaxOutgoingBitrate), "transport.setMaxOutgoingBitrate")]
[JsonDerivedType(typeof(Produce), "transport.produce")]
[JsonDerivedType(typeof(Consume), "transport.consume")]
[JsonDerivedType(typeof(PauseProducer), "producer.pause")]
[JsonDerivedType(typeof(ResumeProducer), "producer.resume")]
[JsonDerivedType(typeof(MoveProducer), "producer.move")]
[JsonDerivedType(typeof(CloseProducer), "producer.close")]
[JsonDerivedType(typeof(PauseConsumer), "consumer.pause")]
[JsonDerivedType(typeof(ResumeConsumer), "consumer.resume")]
[JsonDerivedType(typeof(RequestKeyFrame), "consumer.requestKeyFrame")]
[JsonDerivedType(typeof(SetPreferredLayers), "consumer.setPreferredLayers")]
[JsonDerivedType(typeof(SetPriority), "consumer.setPriority")]
[JsonDerivedType(typeof(CloseConsumer), "consumer.close")]
public abstract record WorkerRequest;
