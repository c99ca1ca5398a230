using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Broadcast.Jobs.Catalogue;

/// <summary>
/// Brings one context's part of a SQLite file up to the model, in a file that several contexts share and that an older version of the
/// program may have written. EF's own EnsureCreated does nothing as soon as the file holds any table of anyone's.
/// </summary>
public static class SharedDatabase
{
    /// <summary>Lets a context use the file at <paramref name="path"/>, and wait for its turn to write.</summary>
    public static void Use(DbContextOptionsBuilder options, string path) =>
        options.UseSqlite($"Data Source={path};Default Timeout={WriterTurns.LongestMs / 1_000}").AddInterceptors(WriterTurns.Instance);

    /// <summary>Adds the tables, columns and indexes that the file lacks; what is there stays as it is.</summary>
    /// <exception cref="InvalidOperationException">A column is missing that the rows which are there cannot do without.</exception>
    public static async Task PrepareAsync(DbContext context, CancellationToken cancellationToken)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken))
            await creator.CreateAsync(cancellationToken);
        // Readers go on while somebody writes.
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var model = context.GetService<IDesignTimeModel>().Model;
        var missing = await MissingAsync(context, model.GetRelationalModel(), cancellationToken);
        foreach (var command in context.GetService<IMigrationsSqlGenerator>().Generate(missing, model))
            await context.Database.ExecuteSqlRawAsync(command.CommandText, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<MigrationOperation>> MissingAsync(
        DbContext context, IRelationalModel model, CancellationToken cancellationToken)
    {
        var present = await NamesAsync(context, $"SELECT name AS Value FROM sqlite_master WHERE type IN ('table', 'index')", cancellationToken);
        var created = context.GetService<IMigrationsModelDiffer>().GetDifferences(source: null, model)
            .Where(operation => !IsPresent(operation, present));
        var added = new List<AddColumnOperation>();
        foreach (var table in model.Tables.Where(table => present.Contains(table.Name)))
            added.AddRange(await MissingColumnsAsync(context, table, cancellationToken));
        return [.. added, .. created];
    }

    private static bool IsPresent(MigrationOperation operation, HashSet<string> present) => operation switch
    {
        CreateTableOperation table => present.Contains(table.Name),
        CreateIndexOperation index => present.Contains(index.Name),
        _ => false,
    };

    private static async Task<IEnumerable<AddColumnOperation>> MissingColumnsAsync(
        DbContext context, ITable table, CancellationToken cancellationToken)
    {
        var present = await NamesAsync(context, $"SELECT name AS Value FROM pragma_table_info({table.Name})", cancellationToken);
        return table.Columns.Where(column => !present.Contains(column.Name)).Select(AdditionOf);
    }

    private static AddColumnOperation AdditionOf(IColumn column)
    {
        if (!column.IsNullable && column.DefaultValue is null)
            throw new InvalidOperationException(
                $"The database was made by another version of the program; it lacks {column.Table.Name}.{column.Name}, which has no default.");
        return new AddColumnOperation
        {
            Table = column.Table.Name,
            Name = column.Name,
            ClrType = column.ProviderClrType,
            ColumnType = column.StoreType,
            IsNullable = column.IsNullable,
            DefaultValue = column.DefaultValue,
        };
    }

    private static async Task<HashSet<string>> NamesAsync(DbContext context, FormattableString query, CancellationToken cancellationToken) =>
        [.. await context.Database.SqlQuery<string>(query).ToListAsync(cancellationToken)];
}
