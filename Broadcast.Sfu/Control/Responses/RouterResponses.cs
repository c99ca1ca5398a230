using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Responses;

public sealed record RouterCreated(RouterId Router, RtpCapabilities RtpCapabilities) : ControlResponse;

public sealed record RouterDump(
    RouterId Router,
    IReadOnlyList<TransportId> Transports,
    IReadOnlyList<ProducerId> Producers,
    IReadOnlyDictionary<ConsumerId, ProducerId> Consumers) : ControlResponse;
