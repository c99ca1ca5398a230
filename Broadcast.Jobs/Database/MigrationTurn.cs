using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Broadcast.Jobs.Database;

/// <summary>
/// A process's turn to change the schema; others wait. It ends with the process, however that ends: on PostgreSQL it is an advisory
/// lock, beside a SQLite file a lock on another file. EF's own lock on SQLite is a row, which a killed process leaves for ever.
/// </summary>
internal sealed class MigrationTurn : IAsyncDisposable
{
    private const long AdvisoryLock = 0x42726f6164636173; // "Broadcas"
    private const string LockOfEntityFramework = "__EFMigrationsLock";
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly IAsyncDisposable held;

    private MigrationTurn(IAsyncDisposable held) => this.held = held;

    /// <exception cref="InvalidOperationException">The database cannot be reached.</exception>
    public static async Task<MigrationTurn> TakeAsync(DbContext context, CancellationToken cancellationToken) => new(
        context.Database.IsSqlite()
            ? await TakeFileAsync(context, cancellationToken)
            : await TakeAdvisoryLockAsync(context.Database.GetConnectionString()!, cancellationToken));

    public ValueTask DisposeAsync() => held.DisposeAsync();

    private static async Task<FileStream> TakeFileAsync(DbContext context, CancellationToken cancellationToken)
    {
        var database = Path.GetFullPath(new SqliteConnectionStringBuilder(context.Database.GetConnectionString()).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        var file = await OpenAloneAsync($"{database}.lock", cancellationToken);
        // Nobody else is at it, so what EF finds was left by a process that was killed.
        await context.Database.ExecuteSqlRawAsync($"DROP TABLE IF EXISTS {LockOfEntityFramework}", cancellationToken);
        return file;
    }

    private static async Task<FileStream> OpenAloneAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LookAgain, cancellationToken);
            }
        }
    }

    /// <summary>As long as a transaction lasts: that works through a connection pooler, too.</summary>
    private static async Task<NpgsqlConnection> TakeAdvisoryLockAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = $"BEGIN; SELECT pg_advisory_xact_lock({AdvisoryLock})";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw failure is NpgsqlException ? new InvalidOperationException($"Database:ConnectionString: {failure.Message}", failure) : failure;
        }
    }
}
