using Broadcast.Api.Data;

namespace Broadcast.Api.Audit;

/// <summary>A line of the log as an organizer reads it.</summary>
internal sealed record AuditLine(
    long Id, DateTimeOffset At, AuditAction Action, string? Actor, string? Address, string? Subject, string? Detail)
{
    public static AuditLine Of(AuditEntry entry) =>
        new(entry.Id, entry.At, entry.Action, entry.Actor, entry.Address, entry.Subject, entry.Detail);
}

/// <param name="Before">Where the next page begins; null on the last one.</param>
internal sealed record AuditPage(IReadOnlyList<AuditLine> Entries, long? Before);
