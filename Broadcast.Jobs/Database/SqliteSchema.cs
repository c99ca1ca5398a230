using System.Data.Common;

namespace Broadcast.Jobs.Database;

/// <summary>What a SQLite database consists of, table by table, in words that can be compared: columns and indexes, not in which order they were added.</summary>
internal static class SqliteSchema
{
    /// <returns>By table, such as <c>column Id TEXT not null</c> and <c>index IX_Links_WebinarId</c>.</returns>
    public static async Task<Dictionary<string, HashSet<string>>> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        const string columns = """
            SELECT t.name, 'column ' || c.name || ' ' || c.type || iif(c."notnull", ' not null', '') || iif(c.pk, ' key', '') || ifnull(' default ' || c.dflt_value, '')
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'
            UNION ALL
            SELECT tbl_name, 'index ' || name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
            """;
        await using var command = connection.CreateCommand();
        command.CommandText = columns;
        var schema = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var table = reader.GetString(0);
            if (!schema.TryGetValue(table, out var parts))
                schema[table] = parts = [];
            parts.Add(reader.GetString(1));
        }
        return schema;
    }
}
