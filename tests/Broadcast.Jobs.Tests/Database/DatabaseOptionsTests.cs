using System.ComponentModel.DataAnnotations;
using Broadcast.Jobs.Database;

namespace Broadcast.Jobs.Tests.Database;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite, null, null)]
    [InlineData(DatabaseKind.Sqlite, "Host=db;Database=broadcast", "Database:Kind must be PostgreSql")]
    [InlineData(DatabaseKind.PostgreSql, null, "Database:ConnectionString must say")]
    [InlineData(DatabaseKind.PostgreSql, "", "Database:ConnectionString must say")]
    [InlineData(DatabaseKind.PostgreSql, "Host=db", "Database:ConnectionString must name Host and Database")]
    [InlineData(DatabaseKind.PostgreSql, "Host=db;Database=broadcast;Password", "Database:ConnectionString is not a list")]
    [InlineData(DatabaseKind.PostgreSql, "Host=db;Database=broadcast;Secret=hidden", "Database:ConnectionString is not a list")]
    [InlineData(DatabaseKind.PostgreSql, "Host=db;Database=broadcast;Port=hidden", "Database:ConnectionString is not a list")]
    [InlineData(DatabaseKind.PostgreSql, "Host=db;Database=broadcast;Username=broadcast", null)]
    [InlineData((DatabaseKind)7, null, "Database:Kind must be")]
    public void A_kind_and_a_connection_string_go_together(DatabaseKind kind, string? connectionString, string? expected)
    {
        var options = new DatabaseOptions { Kind = kind, ConnectionString = connectionString };
        var wrong = new List<ValidationResult>();

        Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true);

        Assert.Equal(expected is null ? 0 : 1, wrong.Count);
        Assert.All(wrong, refusal => Assert.StartsWith(expected!, refusal.ErrorMessage, StringComparison.Ordinal));
        Assert.All(wrong, refusal => Assert.DoesNotContain("hidden", refusal.ErrorMessage, StringComparison.Ordinal));
    }
}
