using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Broadcast.Api.Data;

/// <summary>Creates the tables of a context that shares its database file with other contexts.</summary>
public static class DatabaseSchema
{
    /// <summary>
    /// Creates the file and every table of the context unless its first table is there. <c>EnsureCreated</c> would not do: it looks for
    /// any table at all, and the recording catalogue or the job store may have come first.
    /// </summary>
    public static async Task EnsureTablesAsync(this DbContext context, CancellationToken cancellationToken)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken))
            await creator.CreateAsync(cancellationToken);
        var table = context.Model.GetEntityTypes().Select(type => type.GetTableName()).First(name => name is not null)!;
        var present = await context.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = {table}")
            .SingleAsync(cancellationToken);
        if (present == 0)
            await creator.CreateTablesAsync(cancellationToken);
        // Readers go on while a chat message is written.
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
    }
}
