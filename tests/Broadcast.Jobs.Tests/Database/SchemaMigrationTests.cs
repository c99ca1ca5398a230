using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.Sfu.Hosting;
using Broadcast.TestHost.Servers;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Tests.Database;

public abstract class SchemaMigrationTests(DatabaseKind kind)
{
    [Fact]
    public async Task Makes_what_the_model_says()
    {
        using var migrated = await EmptyDatabase.CreateAsync(kind);
        using var modelled = await EmptyDatabase.CreateAsync(kind);
        await using var byMigrations = migrated.Open<RecordingCatalogue>(options => new(options));
        await using var byModel = modelled.Open<RecordingCatalogue>(options => new(options));

        await SchemaMigration.RunAsync(byMigrations, default);
        await byModel.Database.EnsureCreatedAsync();

        Assert.Equal(await SchemaAsync(byModel), await SchemaAsync(byMigrations));
    }

    [Fact]
    public async Task Happens_once_however_many_begin_it_at_the_same_moment()
    {
        using var database = await EmptyDatabase.CreateAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RunAsync(database))));

        await using var catalogue = database.Open<RecordingCatalogue>(options => new(options));
        Assert.Empty(await catalogue.Database.GetPendingMigrationsAsync());
        Assert.Empty(await catalogue.Recordings.ToListAsync());
    }

    [Fact]
    public async Task Refuses_what_a_newer_version_wrote()
    {
        using var database = await EmptyDatabase.CreateAsync(kind);
        await RunAsync(database);
        await using var catalogue = database.Open<RecordingCatalogue>(options => new(options));
        await catalogue.Database.ExecuteSqlRawAsync("""INSERT INTO "RecordingCatalogueMigrations" VALUES ('29991231235959_Later', '99.0')""");

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => RunAsync(database));

        Assert.Contains("29991231235959_Later", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(EmptyDatabase database)
    {
        await using var catalogue = database.Open<RecordingCatalogue>(options => new(options));
        await SchemaMigration.RunAsync(catalogue, default);
    }

    private static async Task<List<string>> SchemaAsync(DbContext context)
    {
        await context.Database.OpenConnectionAsync();
        return await DatabaseSchema.ReadAsync(context.Database.GetDbConnection());
    }
}

public sealed class SqliteSchemaMigrationTests() : SchemaMigrationTests(DatabaseKind.Sqlite)
{
    [Fact]
    public async Task Waits_for_nobody_who_was_killed_in_the_middle()
    {
        using var database = await EmptyDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var catalogue = database.Open<RecordingCatalogue>(options => new(options));
        await catalogue.Database.ExecuteSqlRawAsync("""
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-27 00:00:00+00:00');
            """);

        await SchemaMigration.RunAsync(catalogue, default);

        Assert.Empty(await catalogue.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Refuses_a_file_of_an_unknown_version_and_leaves_it_as_it_is()
    {
        using var database = await EmptyDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var catalogue = database.Open<RecordingCatalogue>(options => new(options));
        await catalogue.Database.ExecuteSqlRawAsync("CREATE TABLE Recordings (Id TEXT)");
        var before = await File.ReadAllBytesAsync(database.Directory.File("broadcast.db"));

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => SchemaMigration.RunAsync(catalogue, default));

        Assert.Contains("its table Recordings lacks the column", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(database.Directory.File("broadcast.db")));
    }
}

[Trait("Category", "Servers")]
public sealed class PostgreSqlSchemaMigrationTests() : SchemaMigrationTests(DatabaseKind.PostgreSql)
{
    [Fact]
    public async Task Says_when_there_is_no_such_database()
    {
        var options = new DbContextOptionsBuilder<RecordingCatalogue>();
        ApplicationDatabase.UsePostgreSql(options, $"{await (await PostgresServer.SharedAsync()).CreateDatabaseAsync()};Database=elsewhere");
        await using var catalogue = new RecordingCatalogue(options.Options);

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => SchemaMigration.RunAsync(catalogue, default));

        Assert.Matches("Database:ConnectionString: .*does not exist", refusal.Message);
    }
}
