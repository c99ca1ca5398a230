using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Broadcast.Api.Data;

/// <summary>Creates the tables of a context that shares its database file with other contexts.</summary>
public static class DatabaseSchema
{
    /// <summary>
    /// Creates the file and every table of the context unless its first table is there. <c>EnsureCreated</c> would not do: it looks for
    /// any table at all, and the recording catalogue or the job store may have come first.
    /// </summary>
    public static async Task EnsureTablesAsync(this DbContext context, CancellationToken cancellationToken)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken))
            await creator.CreateAsync(cancellationToken);
        var table = context.Model.GetEntityTypes().Select(type => type.GetTableName()).First(name => name is not null)!;
        var present = await context.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = {table}")
            .SingleAsync(cancellationToken);
        if (present == 0)
            await creator.CreateTablesAsync(cancellationToken);
        else
            await context.AddMissingColumnsAsync(cancellationToken);
        // Readers go on while a chat message is written.
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
    }

    /// <summary>A column that a newer version of the program added gets its default in the rows that are there.</summary>
    static async Task AddMissingColumnsAsync(this DbContext context, CancellationToken cancellationToken)
    {
        foreach (var table in context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables)
        {
            var present = await context.Database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info({table.Name})").ToListAsync(cancellationToken);
            foreach (var column in table.Columns.Where(column => !present.Contains(column.Name)))
            {
                var value = column.DefaultValue is { } given ? $" NOT NULL DEFAULT {Convert.ToInt64(given, CultureInfo.InvariantCulture)}" : "";
                // Names and types come from the model and not from anybody.
                var addition = $"ALTER TABLE \"{table.Name}\" ADD COLUMN \"{column.Name}\" {column.StoreType}{value}";
                await context.Database.ExecuteSqlRawAsync(addition, cancellationToken);
            }
        }
    }
}
