using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Broadcast.Jobs.Database;

/// <summary>
/// Lets SQLite itself wait until another has written: it looks again after 1, 2, 5 … ms. The driver, to which a busy file is handed
/// otherwise, looks every 150 ms, and of two people who chat at once one would wait for so long.
/// </summary>
internal sealed class WriterTurns : DbConnectionInterceptor
{
    /// <summary>Longest wait for a turn, in milliseconds.</summary>
    public const int LongestMs = 30_000;

    public static WriterTurns Instance { get; } = new();

    private WriterTurns()
    {
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout = {LongestMs}";
        return command;
    }
}
