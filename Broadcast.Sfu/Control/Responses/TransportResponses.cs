using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Responses;

public sealed record WebRtcTransportCreated(
    TransportId Transport, IceParameters IceParameters, IReadOnlyList<IceCandidate> IceCandidates, DtlsParameters DtlsParameters) : ControlResponse;

/// <param name="DtlsLocalRole">The role this side took: the server's, unless the remote insists on it.</param>
public sealed record WebRtcTransportConnected(TransportId Transport, DtlsRole DtlsLocalRole) : ControlResponse;

/// <param name="RtcpPort">Null when RTCP shares the RTP port.</param>
public sealed record PlainTransportCreated(TransportId Transport, string Ip, int Port, int? RtcpPort = null) : ControlResponse;

public sealed record PipeTransportCreated(TransportId Transport) : ControlResponse;

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
}
