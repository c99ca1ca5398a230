using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Responses;

public sealed record WebRtcTransportCreated(
    TransportId Transport, IceParameters IceParameters, IReadOnlyList<IceCandidate> IceCandidates, DtlsParameters DtlsParameters) : ControlResponse;

/// <param name="DtlsLocalRole">The role this side took: the server's, unless the remote insists on it.</param>
public sealed record WebRtcTransportConnected(TransportId Transport, DtlsRole DtlsLocalRole) : ControlResponse;

/// <param name="RtcpPort">Null when RTCP shares the RTP port.</param>
public sealed record PlainTransportCreated(TransportId Transport, string Ip, int Port, int? RtcpPort = null) : ControlResponse;

/// <param name="Address">How the other end reaches this one; null within the node.</param>
public sealed record PipeTransportCreated(TransportId Transport, PipeAddress? Address = null) : ControlResponse;

public sealed record IceRestarted(TransportId Transport, IceParameters IceParameters) : ControlResponse;

/// <summary>Counters since the transport opened.</summary>
public sealed record TransportStats : ControlResponse
{
    public required TransportId Transport { get; init; }
    public IceState? IceState { get; init; }
    public DtlsState? DtlsState { get; init; }
    /// <summary>Address and port that media go to; null while there is none.</summary>
    public string? RemoteAddress { get; init; }
    /// <summary><c>udp</c> or <c>tcp</c>: how they get there.</summary>
    public string? Protocol { get; init; }
    public long PacketsReceived { get; init; }
    public long BytesReceived { get; init; }
    public long PacketsSent { get; init; }
    public long BytesSent { get; init; }
    public long PacketsRetransmitted { get; init; }
    /// <summary>Packets of producers that were missing and never came.</summary>
    public long PacketsLost { get; init; }
    public double? RoundTripTimeMs { get; init; }
    /// <summary>What the remote's network carries, bits per second, as far as is known.</summary>
    public long? AvailableOutgoingBitrate { get; init; }
    /// <summary>Share of packets that the remote misses of the stream that it misses most of: 0 to 1.</summary>
    public double? OutgoingLoss { get; init; }
    /// <summary>Of a pipe to another node: the same of what comes from there, before it is repaired.</summary>
    public double? IncomingLoss { get; init; }
    /// <summary>Of a pipe to another node: whether anything came from there within the last second; null before it is known.</summary>
    public bool? Alive { get; init; }
    /// <summary>Transport-cc messages from the remote.</summary>
    public long FeedbackReports { get; init; }
    /// <summary>Of what was sent, that which only showed what the network carries.</summary>
    public long BytesProbed { get; init; }
    /// <summary>Of each of its consumers; null for a transport without a network.</summary>
    public IReadOnlyList<ConsumerLayers>? Layers { get; init; }
}

/// <param name="SpatialLayer">That is sent now, from 0, the smallest; null for none.</param>
/// <param name="TemporalLayer">From 0, the slowest.</param>
public sealed record ConsumerLayers(ConsumerId Consumer, int? SpatialLayer, int? TemporalLayer);
