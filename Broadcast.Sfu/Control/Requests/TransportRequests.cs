using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Requests;

/// <summary>The remote's DTLS role and fingerprints. Answered by <see cref="WebRtcTransportConnected"/>.</summary>
public sealed record ConnectWebRtcTransport(TransportId Transport, DtlsParameters DtlsParameters) : WorkerRequest;

/// <summary>Where to send, for a plain transport without comedia.</summary>
public sealed record ConnectPlainTransport(
    TransportId Transport,
    string Ip,
    [property: Range(1, 65_535)] int Port,
    [property: Range(1, 65_535)] int? RtcpPort = null) : WorkerRequest;

/// <summary>
/// Joins a pipe transport to another one; both ends are told. A producer goes over by consuming it at one end and producing it, under
/// the same id and with the consumer's parameters, at the other. Answered by <see cref="Accepted"/>.
/// </summary>
/// <param name="Address">
/// How the other end is reached, as it was answered there; null within the node. With another one than before, a renewed one of the same
/// peer, it replaces what is sent with. One that was in use before is refused.
/// </param>
public sealed record ConnectPipeTransport(TransportId Transport, TransportId Peer, PipeAddress? Address = null) : WorkerRequest;

/// <summary>
/// A new id and key for what is sent to this end of a pipe between nodes; the former are taken until some seconds after the new ones
/// were first used. Answered by <see cref="PipeTransportCreated"/>, the same again while the new ones are unused.
/// </summary>
public sealed record RenewPipeKey(TransportId Transport) : WorkerRequest;

/// <summary>Hands a JSON event to the sink of a direct transport, in order with the packets.</summary>
public sealed record SendToDirectTransport(TransportId Transport, JsonElement Event) : WorkerRequest;

/// <summary>New ICE credentials for the same transport. Answered by <see cref="IceRestarted"/>.</summary>
public sealed record RestartIce(TransportId Transport) : WorkerRequest;

/// <summary>Closes a transport with its producers and consumers. Closing what is not there is accepted.</summary>
public sealed record CloseTransport(TransportId Transport) : WorkerRequest;

/// <summary>What a transport sends: what an owner asks who finds it there. Answered by <see cref="TransportContents"/>.</summary>
public sealed record DumpTransport(TransportId Transport) : WorkerRequest;

/// <summary>Answered by <see cref="TransportStats"/>.</summary>
public sealed record GetTransportStats(TransportId Transport) : WorkerRequest;

/// <summary>Limits what a transport sends to its remote, however much it could take.</summary>
/// <param name="Bitrate">Bits per second; null for no limit.</param>
public sealed record SetMaxOutgoingBitrate(
    TransportId Transport, [property: Range(1, long.MaxValue)] long? Bitrate = null) : WorkerRequest;

/// <summary>Announces media that arrives on a transport. Answered by <see cref="ProducerCreated"/>.</summary>
public sealed record Produce(TransportId Transport, ProducerId Producer, MediaKind Kind, RtpParameters RtpParameters, bool Paused = false) : WorkerRequest;

/// <summary>Sends a producer's media out on a transport. Answered by <see cref="ConsumerCreated"/>.</summary>
/// <param name="RtpCapabilities">What the receiver can take; null for a direct or pipe transport, which takes everything as it is.</param>
public sealed record Consume(
    TransportId Transport, ConsumerId Consumer, ProducerId Producer, RtpCapabilities? RtpCapabilities = null, bool Paused = false) : WorkerRequest;
