using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Responses;

public sealed record RouterCreated(RouterId Router, RtpCapabilities RtpCapabilities) : ControlResponse;

/// <summary>What a router carries, wherever on the node.</summary>
public sealed record RouterDump(
    RouterId Router, IReadOnlyList<TransportDump> Transports, IReadOnlyList<ProducerDump> Producers, IReadOnlyList<ConsumerDump> Consumers) : ControlResponse;

/// <summary>How a router's browsers receive, wherever on the node.</summary>
/// <param name="BytesSent">To all that there have been since it opened.</param>
/// <param name="Receivers">Browsers that want something now.</param>
/// <param name="Unreached">Of these, to whom nothing can be sent: not yet connected, or out of reach.</param>
/// <param name="Lossy">Of these, whose latest reports tell of more loss than was asked about.</param>
public sealed record RouterStats(RouterId Router, long BytesSent, int Receivers, int Unreached, int Lossy) : ControlResponse
{
    /// <summary>Together with another part of the same webinar.</summary>
    public RouterStats With(RouterStats part) => this with
    {
        BytesSent = BytesSent + part.BytesSent,
        Receivers = Receivers + part.Receivers,
        Unreached = Unreached + part.Unreached,
        Lossy = Lossy + part.Lossy,
    };
}

/// <param name="Sink">Of a direct transport, its name.</param>
public sealed record TransportDump(TransportId Transport, TransportKind Kind, string? Sink = null);

/// <summary>What one transport sends.</summary>
public sealed record TransportContents(TransportId Transport, IReadOnlyList<ConsumerDump> Consumers) : ControlResponse;

public sealed record ProducerDump(ProducerId Producer, TransportId Transport, MediaKind Kind, bool Paused);

/// <param name="Paused">By itself, whatever its producer is.</param>
public sealed record ConsumerDump(ConsumerId Consumer, TransportId Transport, ProducerId Producer, bool Paused);
