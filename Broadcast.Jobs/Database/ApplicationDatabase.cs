using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Database;

/// <summary>The one database of all contexts, as the section <c>Database</c> says. Each context has tables and a history of migrations of its own in it.</summary>
public sealed class ApplicationDatabase(IOptions<DatabaseOptions> options)
{
    /// <summary>Whether other processes may use it, too, and change what this one has read.</summary>
    public bool IsShared => options.Value.Kind == DatabaseKind.PostgreSql;

    /// <summary>Lets a context use it.</summary>
    public void Use(DbContextOptionsBuilder context)
    {
        if (IsShared)
            UsePostgreSql(context, options.Value.ConnectionString!);
        else
            UseSqlite(context, options.Value.File!);
    }

    /// <summary>Waits until no other process holds the name. A SQLite file has but one process.</summary>
    /// <returns>Held until it is disposed.</returns>
    internal async Task<IDisposable> LockAsync(string name, CancellationToken cancellationToken) =>
        IsShared ? await AdvisoryLock.TakeAsync(options.Value.ConnectionString!, name, cancellationToken) : new NothingHeld();

    /// <summary>Takes the name if no other process holds it.</summary>
    /// <returns>Held until it is disposed; null if another process holds it.</returns>
    internal async Task<IDisposable?> TryLockAsync(string name, CancellationToken cancellationToken) =>
        IsShared ? await AdvisoryLock.TryTakeAsync(options.Value.ConnectionString!, name, cancellationToken) : new NothingHeld();

    /// <summary>Waits for its turn to write.</summary>
    internal static void UseSqlite(DbContextOptionsBuilder context, string file) => context
        .UseSqlite(
            $"Data Source={file};Default Timeout={WriterTurns.LongestMs / 1_000}",
            sqlite => sqlite.MigrationsHistoryTable(HistoryTable(context)))
        .AddInterceptors(WriterTurns.Instance);

    internal static void UsePostgreSql(DbContextOptionsBuilder context, string connectionString) =>
        context.UseNpgsql(connectionString, postgres => postgres.MigrationsHistoryTable(HistoryTable(context)));

    private static string HistoryTable(DbContextOptionsBuilder context) => $"{context.Options.ContextType.Name}Migrations";

    /// <summary>What the only process of a database holds before others.</summary>
    private sealed class NothingHeld : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
