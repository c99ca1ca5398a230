using Broadcast.Api.Audit;
using Broadcast.Jobs.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Data;

/// <summary>Creates what the database lacks before anything reads it.</summary>
public sealed class DatabasePreparation(IDbContextFactory<BroadcastDb> databases) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await SharedDatabase.PrepareAsync(db, cancellationToken);
        await db.EnsureAppendOnlyAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
