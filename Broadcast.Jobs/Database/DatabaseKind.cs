namespace Broadcast.Jobs.Database;

/// <summary>The engines that <c>Database:Kind</c> can name.</summary>
public enum DatabaseKind
{
    /// <summary>One file, one process.</summary>
    Sqlite,

    /// <summary>A server that several processes share.</summary>
    PostgreSql,
}
