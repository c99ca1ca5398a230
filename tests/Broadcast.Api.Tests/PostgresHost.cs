using Broadcast.TestHost.Servers;

namespace Broadcast.Api.Tests;

/// <summary>The app on a database of a real PostgreSQL.</summary>
public sealed class PostgresHost : ApiHost
{
    private PostgresHost? beside;
    private string connectionString = "";

    /// <summary>Another process on the database of one that runs; without it the database is a new one.</summary>
    public static PostgresHost Beside(PostgresHost other) => new() { beside = other };

    public override string[] DatabaseSettings => ["--Database:Kind", "PostgreSql", "--Database:ConnectionString", connectionString];

    protected override async Task PrepareAsync() =>
        connectionString = beside?.connectionString ?? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
}
