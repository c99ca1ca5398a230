using Broadcast.Api.Data;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.TestHost.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Tests.Data;

/// <summary>A database with the tables of both contexts, without the program around it.</summary>
internal sealed class MigratedDatabase : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("broadcast-db-");
    private readonly ApplicationDatabase database;

    private MigratedDatabase(DatabaseKind kind, string? connectionString) =>
        database = new ApplicationDatabase(Options.Create(new DatabaseOptions { Kind = kind, File = File, ConnectionString = connectionString }));

    public string File => Path.Combine(directory.FullName, "broadcast.db");

    public static async Task<MigratedDatabase> CreateAsync(DatabaseKind kind)
    {
        var created = new MigratedDatabase(kind, kind == DatabaseKind.Sqlite ? null : await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());
        await created.MigrateAsync();
        return created;
    }

    /// <summary>From a copy of a SQLite file.</summary>
    public static async Task<MigratedDatabase> UpgradeAsync(string file)
    {
        var upgraded = new MigratedDatabase(DatabaseKind.Sqlite, connectionString: null);
        System.IO.File.Copy(file, upgraded.File);
        await upgraded.MigrateAsync();
        return upgraded;
    }

    /// <summary>A database that EF makes from the models alone.</summary>
    public static async Task<MigratedDatabase> ModelledAsync(DatabaseKind kind)
    {
        var created = new MigratedDatabase(kind, kind == DatabaseKind.Sqlite ? null : await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());
        await using var db = created.OpenApi();
        await db.Database.EnsureCreatedAsync();
        return created;
    }

    public BroadcastDb OpenApi() => new(Use<BroadcastDb>());
    public RecordingCatalogue OpenCatalogue() => new(Use<RecordingCatalogue>());

    public async Task<List<string>> SchemaAsync()
    {
        await using var db = OpenApi();
        await db.Database.OpenConnectionAsync();
        return await DatabaseSchema.ReadAsync(db.Database.GetDbConnection());
    }

    public void Dispose() => directory.Delete(recursive: true);

    private async Task MigrateAsync()
    {
        await using var db = OpenApi();
        await SchemaMigration.RunAsync(db, default);
        await using var catalogue = OpenCatalogue();
        await SchemaMigration.RunAsync(catalogue, default);
    }

    private DbContextOptions<T> Use<T>() where T : DbContext
    {
        var options = new DbContextOptionsBuilder<T>();
        database.Use(options);
        return options.Options;
    }
}
