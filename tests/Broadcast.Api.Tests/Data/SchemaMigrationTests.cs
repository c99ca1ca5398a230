using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.Sfu.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Tests.Data;

public abstract class SchemaMigrationTests(DatabaseKind kind)
{
    [Fact]
    public async Task Makes_what_the_model_says_and_nothing_but_the_triggers_beside_it()
    {
        using var migrated = await MigratedDatabase.CreateAsync(kind);
        using var modelled = await MigratedDatabase.ModelledAsync(kind);
        var made = await migrated.SchemaAsync();

        Assert.Empty((await modelled.SchemaAsync()).Except(made));
        using var catalogue = new RecordingCatalogue(new DbContextOptionsBuilder<RecordingCatalogue>().UseSqlite().Options);
        var tables = catalogue.Model.GetEntityTypes().Select(entity => entity.GetTableName()!).ToList();
        var more = made.Except(await modelled.SchemaAsync()).Where(line => !tables.Exists(table => line.Contains(table, StringComparison.Ordinal)));
        Assert.All(more, line => Assert.Contains("Audit_no_", line, StringComparison.Ordinal));
    }
}

[Trait("Category", "Servers")]
public sealed class PostgreSqlSchemaMigrationTests() : SchemaMigrationTests(DatabaseKind.PostgreSql);

public sealed class SqliteSchemaMigrationTests() : SchemaMigrationTests(DatabaseKind.Sqlite)
{
    private static string Baseline => Path.Combine(BaselineHost.Folder, "broadcast.db");

    [Fact]
    public async Task Makes_of_a_file_from_before_migrations_what_it_makes_of_none()
    {
        using var upgraded = await MigratedDatabase.UpgradeAsync(Baseline);
        using var fresh = await MigratedDatabase.CreateAsync(DatabaseKind.Sqlite);

        Assert.Equal(await fresh.SchemaAsync(), await upgraded.SchemaAsync());
    }

    [Fact]
    public async Task Keeps_every_row_of_a_file_from_before_migrations()
    {
        using var upgraded = await MigratedDatabase.UpgradeAsync(Baseline);
        var before = await RowsAsync(Baseline);

        Assert.Equal(109, before.Count);
        Assert.Equal(before, await RowsAsync(upgraded.File));
    }

    [Fact]
    public async Task Refuses_a_file_that_lacks_a_column_and_changes_nothing_in_it()
    {
        using var copy = new TemporaryCopy(Baseline);
        await ExecuteAsync(copy.Path, "ALTER TABLE Webinars RENAME COLUMN EndedUnattended TO EndedAlone");
        var before = await File.ReadAllBytesAsync(copy.Path);

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => MigratedDatabase.UpgradeAsync(copy.Path));

        Assert.Contains("its table Webinars lacks the column EndedUnattended", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(copy.Path));
    }

    /// <summary>Of each table that the baseline has its columns' values: migrations may have added others.</summary>
    private static async Task<List<string>> RowsAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var baseline = new SqliteConnection($"Data Source={Baseline};Mode=ReadOnly;Pooling=False");
        await baseline.OpenAsync();
        var rows = new List<string>();
        foreach (var table in await ReadAsync(baseline, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"))
        {
            var columns = await ReadAsync(baseline, $"SELECT name FROM pragma_table_info('{table}')");
            rows.AddRange((await ReadAsync(connection, $"SELECT {string.Join(", ", columns)} FROM {table}")).Select(row => $"{table}: {row}"));
        }
        return rows;
    }

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string query)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tables' names are the file's.
        command.CommandText = query;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written in the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private sealed class TemporaryCopy : IDisposable
    {
        private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("broadcast-db-");

        public TemporaryCopy(string file) => File.Copy(file, Path);

        public string Path => System.IO.Path.Combine(directory.FullName, "copy.db");

        public void Dispose() => directory.Delete(recursive: true);
    }
}
