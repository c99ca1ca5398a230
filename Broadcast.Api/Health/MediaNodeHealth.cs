using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadcast.Api.Health;

/// <summary>Healthy if the media node answers and each of its workers runs and turns; else it says which does not.</summary>
public sealed class MediaNodeHealth(IControlChannel node) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await node.RequestAsync(new CheckNode(), cancellationToken) switch
        {
            NodeChecked { Ailing.Count: 0 } => HealthCheckResult.Healthy(),
            NodeChecked { Ailing: var ailing } => HealthCheckResult.Unhealthy(string.Join(' ', ailing.Select(one => $"Worker {one.Worker} {one.Ailment}."))),
            _ => HealthCheckResult.Unhealthy("The media node did not say how it is."),
        };
}
