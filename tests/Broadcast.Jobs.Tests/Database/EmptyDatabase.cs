using Broadcast.Jobs.Database;
using Broadcast.TestHost.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Tests.Database;

/// <summary>A new database of either engine, without any table.</summary>
internal sealed class EmptyDatabase : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ApplicationDatabase database;

    private EmptyDatabase(DatabaseKind kind, string? connectionString)
    {
        Settings = connectionString is null ? [] : [("Database:Kind", $"{kind}"), ("Database:ConnectionString", connectionString)];
        database = new ApplicationDatabase(
            Options.Create(new DatabaseOptions { Kind = kind, File = directory.File("broadcast.db"), ConnectionString = connectionString }));
    }

    /// <summary>SQLite's file lies here.</summary>
    public TempDirectory Directory => directory;

    /// <summary>What <see cref="JobsApp"/> needs beside the directory to use it.</summary>
    public (string Key, string Value)[] Settings { get; }

    public static async Task<EmptyDatabase> CreateAsync(DatabaseKind kind) => new(
        kind, kind == DatabaseKind.PostgreSql ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null);

    public T Open<T>(Func<DbContextOptions<T>, T> create) where T : DbContext
    {
        var options = new DbContextOptionsBuilder<T>();
        database.Use(options);
        return create(options.Options);
    }

    public void Dispose() => directory.Dispose();
}
