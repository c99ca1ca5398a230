using Broadcast.Jobs.Database;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Data;

/// <summary>Creates what the database lacks before anything reads it.</summary>
internal sealed class DatabasePreparation(IDbContextFactory<BroadcastDb> databases) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await SchemaMigration.RunAsync(db, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
