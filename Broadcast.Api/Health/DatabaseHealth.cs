using Broadcast.Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadcast.Api.Health;

/// <summary>Healthy if the database answers a query.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<BroadcastDb> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Organizers.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
