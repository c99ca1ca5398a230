using Broadcast.Api.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadcast.Api.Health;

/// <summary>
/// Healthy if every media node answers and each of its workers runs and turns; else it says which does not. While another node can take
/// what comes, the service is degraded only.
/// </summary>
internal sealed class MediaNodeHealth(IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await grains.GetGrain<INodeDirectoryGrain>(0).CheckAsync().WaitAsync(cancellationToken) switch
        {
            var states when !states.Ailments.Any() => HealthCheckResult.Healthy(),
            { CanOpen: true } states => HealthCheckResult.Degraded(string.Join(' ', states.Ailments)),
            var states => HealthCheckResult.Unhealthy(string.Join(' ', states.Ailments)),
        };
}
