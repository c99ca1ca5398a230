using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Broadcast.Jobs.Catalogue;

/// <summary>
/// Creates one context's tables in a SQLite file that several contexts share, in whichever order they come. EF's own EnsureCreated
/// does nothing as soon as the file holds any table of anyone's.
/// </summary>
public static class SharedDatabase
{
    /// <exception cref="InvalidOperationException">Only some of the tables are there, so the file is of another version.</exception>
    public static async Task CreateTablesAsync(DbContext context, CancellationToken ct)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(ct))
            await creator.CreateAsync(ct);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", ct);
        var present = await context.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE type = 'table'").ToListAsync(ct);
        var wanted = context.Model.GetEntityTypes().Select(entity => entity.GetTableName()).Distinct().ToList();
        var missing = wanted.Except(present).ToList();
        if (missing.Count == wanted.Count)
            await creator.CreateTablesAsync(ct);
        else if (missing.Count > 0)
            throw new InvalidOperationException($"The database was made by another version of the program; it lacks {string.Join(", ", missing)}.");
    }
}
