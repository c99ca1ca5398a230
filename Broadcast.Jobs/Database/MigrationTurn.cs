using Broadcast.Sfu.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Database;

/// <summary>
/// A process's turn to change the schema; others wait. It ends with the process, however that ends: on PostgreSQL it is an advisory
/// lock, beside a SQLite file a lock on another file. EF's own lock on SQLite is a row, which a killed process leaves for ever.
/// </summary>
internal sealed class MigrationTurn : IAsyncDisposable
{
    private const string LockOfEntityFramework = "__EFMigrationsLock";
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly IAsyncDisposable held;

    private MigrationTurn(IAsyncDisposable held) => this.held = held;

    /// <exception cref="OperatorException">The database cannot be reached.</exception>
    public static async Task<MigrationTurn> TakeAsync(DbContext context, CancellationToken cancellationToken) => new(
        context.Database.IsSqlite()
            ? await TakeFileAsync(context, cancellationToken)
            : await AdvisoryLock.TakeAsync(context.Database.GetConnectionString()!, "migrations", cancellationToken));

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
}
