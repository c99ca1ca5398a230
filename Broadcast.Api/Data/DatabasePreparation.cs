namespace Broadcast.Api.Data;

/// <summary>Creates what the database lacks before anything reads it.</summary>
public sealed class DatabasePreparation(Microsoft.EntityFrameworkCore.IDbContextFactory<BroadcastDb> databases) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.EnsureTablesAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
