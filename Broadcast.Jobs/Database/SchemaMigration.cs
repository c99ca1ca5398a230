using Broadcast.Sfu.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadcast.Jobs.Database;

/// <summary>Brings one context's part of the database up to this version of the program, whatever other processes do meanwhile.</summary>
public static class SchemaMigration
{
    /// <exception cref="OperatorException">The database was written by a version that this one knows nothing of; nothing was changed.</exception>
    public static async Task RunAsync(DbContext context, CancellationToken cancellationToken)
    {
        await using var turn = await MigrationTurn.TakeAsync(context, cancellationToken);
        if (context.Database.IsSqlite())
            await SqliteBaseline.AdoptAsync(context, cancellationToken);
        await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await RefuseNewerAsync(context, cancellationToken);
        // Readers go on while somebody writes.
        if (context.Database.IsSqlite())
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    private static async Task RefuseNewerAsync(DbContext context, CancellationToken cancellationToken)
    {
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.Except(context.Database.GetMigrations()).FirstOrDefault() is { } unknown)
            throw new OperatorException($"The database was written by a newer version of Broadcast, with the migration {unknown}. Start that version.");
    }
}
