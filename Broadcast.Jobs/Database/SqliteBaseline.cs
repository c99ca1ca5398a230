using System.Data.Common;
using Broadcast.Sfu.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Broadcast.Jobs.Database;

/// <summary>
/// Takes over files that have no history of migrations. The last version that kept none made exactly what a context's first migration
/// makes: such a file is given a history that begins with it. Any other is refused.
/// </summary>
internal static class SqliteBaseline
{
    private const string LastWithoutHistory = "a21cb70";

    /// <exception cref="OperatorException">The file has this context's tables, but not as that version left them; nothing was changed.</exception>
    public static async Task AdoptAsync(DbContext context, CancellationToken cancellationToken)
    {
        var history = context.GetService<IHistoryRepository>();
        if (await history.ExistsAsync(cancellationToken))
            return;
        var first = context.Database.GetMigrations().First();
        var made = await SchemaAfterAsync(context, first, cancellationToken);
        var found = await SchemaOfAsync(context, cancellationToken);
        if (!made.Keys.Any(found.ContainsKey))
            return;
        Compare(made, found, context.Database.GetDbConnection());
        await ExecuteAsync(context, history.GetCreateScript() + history.GetInsertScript(new HistoryRow(first, ProductInfo.GetVersion())), cancellationToken);
    }

    private static async Task<Dictionary<string, HashSet<string>>> SchemaOfAsync(DbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            return await SqliteSchema.ReadAsync(context.Database.GetDbConnection(), cancellationToken);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <summary>In one transaction.</summary>
    private static async Task ExecuteAsync(DbContext context, string script, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = script;
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What a migration makes of an empty database, tried in memory.</summary>
    private static async Task<Dictionary<string, HashSet<string>>> SchemaAfterAsync(DbContext context, string migration, CancellationToken cancellationToken)
    {
        var assembly = context.GetService<IMigrationsAssembly>();
        var operations = assembly.CreateMigration(assembly.Migrations[migration], context.Database.ProviderName!).UpOperations;
        await using var memory = new SqliteConnection("Data Source=:memory:");
        await memory.OpenAsync(cancellationToken);
        foreach (var step in context.GetService<IMigrationsSqlGenerator>().Generate(operations))
        {
            await using var command = memory.CreateCommand();
            command.CommandText = step.CommandText;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        return await SqliteSchema.ReadAsync(memory, cancellationToken);
    }

    private static void Compare(Dictionary<string, HashSet<string>> made, Dictionary<string, HashSet<string>> found, DbConnection file)
    {
        foreach (var (table, parts) in made)
        {
            var there = found.GetValueOrDefault(table) ?? [];
            if (parts.Except(there).FirstOrDefault() is { } missing)
                throw Refusal(file, $"its table {table} lacks the {missing}");
            if (there.Except(parts).FirstOrDefault() is { } unknown)
                throw Refusal(file, $"its table {table} has the {unknown}");
        }
    }

    private static OperatorException Refusal(DbConnection file, string difference) => new(
        $"{file.DataSource} was written by a version of Broadcast that this one does not know: {difference}. Nothing was changed. "
        + $"If it is from before {LastWithoutHistory}, start {LastWithoutHistory} once, which completes it, and then this version.");
}
