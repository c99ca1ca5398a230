using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>The transport's ICE credentials (RFC 8445); the transport is always ICE-lite.</summary>
public sealed record IceParameters(string UsernameFragment, string Password, bool IceLite = true);

/// <summary>A host candidate, with the names mediasoup-client expects.</summary>
public sealed record IceCandidate
{
    public required string Foundation { get; init; }
    public required uint Priority { get; init; }
    public required string Ip { get; init; }
    public required string Address { get; init; }
    /// <summary><c>udp</c> or <c>tcp</c>.</summary>
    public required string Protocol { get; init; }
    public required int Port { get; init; }
    public string Type { get; init; } = "host";
    /// <summary><c>passive</c> for TCP, absent for UDP (RFC 6544).</summary>
    public string? TcpType { get; init; }
}

[JsonConverter(typeof(CamelCaseEnumConverter<IceState>))]
public enum IceState
{
    New,
    Connected,
    Completed,
    Disconnected,
    Closed,
}
