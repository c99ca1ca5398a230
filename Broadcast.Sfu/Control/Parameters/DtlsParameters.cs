using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>Role and certificate fingerprints of one side of a DTLS association (RFC 8122).</summary>
public sealed record DtlsParameters
{
    public DtlsRole Role { get; init; } = DtlsRole.Auto;
    [Length(1, 8)]
    public required IReadOnlyList<DtlsFingerprint> Fingerprints { get; init; }
}

/// <param name="Algorithm"><c>sha-256</c>, <c>sha-384</c> or <c>sha-512</c>.</param>
/// <param name="Value">Upper-case hex bytes joined by colons.</param>
public sealed record DtlsFingerprint([property: StringLength(16)] string Algorithm, [property: StringLength(191)] string Value);

[JsonConverter(typeof(CamelCaseEnumConverter<DtlsRole>))]
public enum DtlsRole
{
    Auto,
    Client,
    Server,
}

[JsonConverter(typeof(CamelCaseEnumConverter<DtlsState>))]
public enum DtlsState
{
    New,
    Connecting,
    Connected,
    Failed,
    Closed,
}
