using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Broadcast.Jobs.Catalogue;

/// <summary>
/// Creates the catalogue's tables where they are missing. EF's own EnsureCreated does nothing in a database that already holds
/// another context's tables, and this one always may.
/// </summary>
public static class CatalogueSchema
{
    public static async Task CreateAsync(RecordingCatalogue catalogue, CancellationToken ct)
    {
        var creator = catalogue.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(ct))
            await creator.CreateAsync(ct);
        await catalogue.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", ct);
        if (!await HasTablesAsync(catalogue, ct))
            await creator.CreateTablesAsync(ct);
    }

    static async Task<bool> HasTablesAsync(RecordingCatalogue catalogue, CancellationToken ct)
    {
        var tables = await catalogue.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name IN ('Recordings', 'RecordingFiles')")
            .SingleAsync(ct);
        return tables == 2;
    }
}
