using Broadcast.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Audit;

/// <summary>Makes the database itself refuse to change or delete a line.</summary>
public static class AuditTable
{
    public const string Name = "Audit";

    const string Triggers = $"""
        CREATE TRIGGER IF NOT EXISTS {Name}_no_UPDATE BEFORE UPDATE ON {Name} BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
        CREATE TRIGGER IF NOT EXISTS {Name}_no_DELETE BEFORE DELETE ON {Name} BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
        """;

    public static async Task EnsureAppendOnlyAsync(this BroadcastDb db, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlRawAsync(Triggers, cancellationToken);
}
