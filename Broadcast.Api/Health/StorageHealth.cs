using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadcast.Api.Health;

/// <summary>Healthy if a byte can be written to the data directory: a full or read-only disk ends recordings.</summary>
public sealed class StorageHealth(DataDirectory data) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var probe = Path.Combine(data.Root, $".health-{NewId.Create()}");
        await using var file = new FileStream(
            probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        file.WriteByte(1);
        file.Flush(flushToDisk: true);
        return HealthCheckResult.Healthy();
    }
}
