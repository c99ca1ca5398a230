using System.Data.Common;

namespace Broadcast.TestHost.Servers;

/// <summary>What a database consists of, a line for each column, index, constraint and trigger, without what migrations keep for themselves.</summary>
public static class DatabaseSchema
{
    // Not a table's text: a column that was added later stands elsewhere in it.
    private const string OfSqlite = """
        WITH part AS (SELECT * FROM sqlite_master
            WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' AND tbl_name NOT LIKE '%Migrations' AND tbl_name NOT LIKE '!_!_EF%' ESCAPE '!')
        SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || iif(c."notnull", ' not null', '') || iif(c.pk, ' key', '') || ifnull(' default ' || c.dflt_value, '') AS line
            FROM part t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
        UNION ALL SELECT 'reference ' || t.name || '.' || f."from" || ' to ' || f."table" || '.' || f."to" || ' on delete ' || f.on_delete
            FROM part t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
        UNION ALL SELECT 'numbered ' || name FROM part WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'
        UNION ALL SELECT type || ' ' || name || ': ' || sql FROM part WHERE type <> 'table' AND sql IS NOT NULL
        ORDER BY line
        """;

    private const string OfPostgreSql = """
        SELECT line FROM (
            SELECT table_name AS owner, concat_ws(' ', 'column', table_name || '.' || column_name, data_type, character_maximum_length, is_nullable, column_default, identity_generation) AS line
                FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal) AS parts
        WHERE owner NOT LIKE '%Migrations%' ORDER BY line
        """;

    /// <param name="connection">An open one, to either engine.</param>
    public static async Task<List<string>> ReadAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = connection.GetType().Name.StartsWith("Sqlite", StringComparison.Ordinal) ? OfSqlite : OfPostgreSql;
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
