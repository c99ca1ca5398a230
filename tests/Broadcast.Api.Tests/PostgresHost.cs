using Broadcast.TestHost.Servers;

namespace Broadcast.Api.Tests;

/// <summary>The app on an empty database of a real PostgreSQL.</summary>
public sealed class PostgresHost : ApiHost
{
    string connectionString = "";

    public override string[] DatabaseSettings => ["--Database:Kind", "PostgreSql", "--Database:ConnectionString", connectionString];

    protected override async Task PrepareAsync() => connectionString = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
}
