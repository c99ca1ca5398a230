using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Broadcast.Jobs.Database;

/// <summary>Section <c>Database</c>: where webinars, people, chat and the recording catalogue are kept.</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    public const string Section = "Database";

    /// <summary>The engine. Default: <see cref="DatabaseKind.Sqlite"/>.</summary>
    [EnumDataType(typeof(DatabaseKind), ErrorMessage = "Database:Kind must be Sqlite or PostgreSql.")]
    public DatabaseKind Kind { get; set; } = DatabaseKind.Sqlite;

    /// <summary>SQLite's file. Default: <c>broadcast.db</c> in <c>Jobs:DataDirectory</c>.</summary>
    public string? File { get; set; }

    /// <summary>How PostgreSQL is reached, such as <c>Host=db;Database=broadcast;Username=broadcast;Password=…</c>; the database must exist.</summary>
    public string? ConnectionString { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => (Kind, ConnectionString) switch
    {
        (DatabaseKind.Sqlite, not null) =>
            [new ValidationResult("Database:Kind must be PostgreSql when Database:ConnectionString is given; SQLite's file is Database:File.")],
        (DatabaseKind.PostgreSql, null or "") =>
            [new ValidationResult("Database:ConnectionString must say how PostgreSQL is reached when Database:Kind is PostgreSql.")],
        (DatabaseKind.PostgreSql, { } given) when Fault(given) is { } fault =>
            [new ValidationResult($"Database:ConnectionString {fault}")],
        _ => [],
    };

    private static string? Fault(string connectionString)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(parts.Host) || string.IsNullOrEmpty(parts.Database) ? "must name Host and Database." : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            // Not its text: it may quote the password.
            return "is not a list of Key=Value; separated by semicolons that PostgreSQL's driver understands.";
        }
    }
}
