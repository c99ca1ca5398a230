using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Sfu.Hosting;
using Npgsql;

namespace Broadcast.Jobs.Database;

/// <summary>
/// A lock that all processes on one PostgreSQL respect. It ends with its holder, however that ends: a process that was killed at once,
/// a machine that vanished after half a minute.
/// </summary>
internal static class AdvisoryLock
{
    // As long as a transaction lasts, which works through a connection pooler, too.
    private const string Begin = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4; BEGIN";

    private const int ForEver = 0;

    /// <summary>Long enough for the server to notice that the holder's connection was closed just before.</summary>
    private const int MomentMs = 250;

    /// <summary>Waits for its turn.</summary>
    /// <returns>The lock, held until it is disposed.</returns>
    /// <exception cref="OperatorException">The database cannot be reached.</exception>
    public static async Task<NpgsqlConnection> TakeAsync(string connectionString, string name, CancellationToken cancellationToken) =>
        (await WaitAsync(connectionString, name, ForEver, cancellationToken))!;

    /// <summary>Takes the lock if nobody has it.</summary>
    /// <returns>The lock, held until it is disposed; null if somebody has it.</returns>
    /// <exception cref="OperatorException">The database cannot be reached.</exception>
    public static Task<NpgsqlConnection?> TryTakeAsync(string connectionString, string name, CancellationToken cancellationToken) =>
        WaitAsync(connectionString, name, MomentMs, cancellationToken);

    private static async Task<NpgsqlConnection?> WaitAsync(string connectionString, string name, int longestMs, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = $"{Begin}; SET LOCAL lock_timeout = {longestMs}; SELECT pg_advisory_xact_lock({NumberOf(name)})";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            if (failure is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
                return null;
            if (failure is NpgsqlException)
                throw new OperatorException($"Database:ConnectionString: {failure.Message}", failure);
            throw;
        }
    }

    private static long NumberOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
