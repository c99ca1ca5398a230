using System.ComponentModel.DataAnnotations;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Requests;

/// <summary>Opens a router. Answered by <see cref="RouterCreated"/>.</summary>
/// <param name="MediaCodecs">Codecs to route; null for every codec the node supports.</param>
/// <param name="Notifications">What the owner wants to be told beyond what it has to act on; null for nothing.</param>
public sealed record CreateRouter(
    RouterId Router,
    [property: Length(1, RtpLimits.MaxCodecs)] IReadOnlyList<RtpCodecCapability>? MediaCodecs = null,
    IReadOnlyList<NotificationKind>? Notifications = null) : WorkerRequest;

/// <summary>Closes a router with all its transports. Closing what is not there is accepted.</summary>
public sealed record CloseRouter(RouterId Router) : WorkerRequest;

/// <summary>The router's transports, producers and consumers. Answered by <see cref="RouterDump"/>.</summary>
public sealed record DumpRouter(RouterId Router) : WorkerRequest;

/// <summary>How its browsers receive, all together. Answered by <see cref="RouterStats"/>.</summary>
/// <param name="LossAbove">Share of packets, 0 to 1, above which a receiver counts as lossy.</param>
public sealed record GetRouterStats(RouterId Router, [property: Range(0.0, 1.0)] double LossAbove) : WorkerRequest;

/// <summary>A transport for one browser. Answered by <see cref="WebRtcTransportCreated"/>.</summary>
/// <param name="ReceiveOnly">The browser only watches: the node may place the transport on any of its cores, and refuses to produce on it.</param>
public sealed record CreateWebRtcTransport(RouterId Router, TransportId Transport, bool ReceiveOnly = false) : WorkerRequest;

/// <summary>RTP over plain UDP, without encryption, for encoders and tools beside the node. Answered by <see cref="PlainTransportCreated"/>.</summary>
/// <param name="ListenIp">Address to bind.</param>
/// <param name="RtcpMux">RTCP on the RTP port; otherwise on a port of its own.</param>
/// <param name="Comedia">Take the remote address from the first packet that arrives instead of <see cref="ConnectPlainTransport"/>.</param>
public sealed record CreatePlainTransport(
    RouterId Router, TransportId Transport, string ListenIp = "127.0.0.1", bool RtcpMux = true, bool Comedia = false) : WorkerRequest;

/// <summary>
/// Hands packets to code in the node's own process, chosen by name (the recorder). Answered by <see cref="Accepted"/>, or by an error
/// that says why the sink takes nothing now.
/// </summary>
/// <param name="Sink">Name of the sink, such as <c>recording/RECORDING_ID</c>; an unknown one is refused.</param>
public sealed record CreateDirectTransport(RouterId Router, TransportId Transport, string Sink) : WorkerRequest;

/// <summary>One end of a pipe to another router of the same webinar. Answered by <see cref="PipeTransportCreated"/>.</summary>
/// <param name="Network">To a router of another node, over UDP and encrypted; otherwise within the node.</param>
public sealed record CreatePipeTransport(RouterId Router, TransportId Transport, bool Network = false) : WorkerRequest;
