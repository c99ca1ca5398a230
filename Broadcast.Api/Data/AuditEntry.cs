using System.Security.Cryptography;
using System.Text.Json;

namespace Broadcast.Api.Data;

/// <summary>
/// One line of the audit log. <see cref="Hash"/> covers the line and the hash of the line before it, so that a line that was changed,
/// taken out or put in between shows.
/// </summary>
internal sealed class AuditEntry
{
    public const int MaxActorLength = 254;
    public const int MaxDetailLength = 500;

    /// <summary>1 for the first; without gaps.</summary>
    public required long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required AuditAction Action { get; init; }
    public required string? Actor { get; init; }
    public required string? Address { get; init; }
    /// <summary>The id of the webinar, recording or session that it was done to, or the e-mail address that was tried.</summary>
    public required string? Subject { get; init; }
    /// <summary>A title, a name or a few words for whoever reads it.</summary>
    public required string? Detail { get; init; }
    /// <summary>SHA-256 in lower-case hex.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Ties the line to the one before it.</summary>
    /// <param name="previous">Its hash; empty for the first line.</param>
    public AuditEntry ChainedTo(string previous)
    {
        Hash = HashAfter(previous);
        return this;
    }

    /// <summary>SHA-256 of a JSON array: the hash before, id, Unix milliseconds, action, actor, address, subject and detail.</summary>
    public string HashAfter(string previous)
    {
        object?[] line = [previous, Id, At.ToUnixTimeMilliseconds(), Action.ToString(), Actor, Address, Subject, Detail];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(line)));
    }
}
