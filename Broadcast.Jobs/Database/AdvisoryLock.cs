using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Broadcast.Jobs.Database;

/// <summary>
/// A lock that all processes on one PostgreSQL respect. It ends with its holder, however that ends: a process that was killed at once,
/// a machine that vanished after half a minute.
/// </summary>
internal static class AdvisoryLock
{
    // As long as a transaction lasts, which works through a connection pooler, too.
    private const string Begin =
        "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4; BEGIN; SELECT pg_advisory_xact_lock";

    /// <summary>Waits for its turn.</summary>
    /// <returns>The lock, held until it is disposed.</returns>
    /// <exception cref="InvalidOperationException">The database cannot be reached.</exception>
    public static async Task<NpgsqlConnection> TakeAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = $"{Begin}({NumberOf(name)})";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            if (failure is NpgsqlException)
                throw new InvalidOperationException($"Database:ConnectionString: {failure.Message}", failure);
            throw;
        }
    }

    private static long NumberOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
