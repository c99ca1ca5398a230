using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Signaling.Messages;

/// <summary>Which way media flows, seen from the browser.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TransportDirection>))]
internal enum TransportDirection
{
    Send,
    Recv,
}

internal sealed record CreateTransportRequest(TransportDirection Direction);

/// <summary>What <c>mediasoup-client</c> needs to make its side of a transport.</summary>
internal sealed record TransportCreated(
    string Id,
    IceParameters IceParameters,
    IReadOnlyList<IceCandidate> IceCandidates,
    DtlsParameters DtlsParameters,
    IReadOnlyList<IceServer> IceServers);

internal sealed record ConnectTransportRequest(
    [property: Required] string TransportId, [property: Required] DtlsParameters DtlsParameters);

internal sealed record CloseTransportRequest([property: Required] string TransportId);

internal sealed record RestartIceRequest([property: Required] string TransportId);

/// <param name="IceServers">With credentials that are good again.</param>
internal sealed record IceRestart(IceParameters IceParameters, IReadOnlyList<IceServer> IceServers);
