using Broadcast.Api.Data;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadcast.Api.Health;

/// <summary>Healthy if the media node answers anything at all: it is asked for a router that does not exist.</summary>
public sealed class MediaNodeHealth(IControlChannel node) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await node.RequestAsync(new DumpRouter(new RouterId(NewId.Create())), cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
