using Broadcast.Recorder.Recordings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadcast.Api.Health;

/// <summary>Degraded while there is too little room to record: webinars go on.</summary>
internal sealed class RecordingHealth(RecorderNode recorder) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(recorder.Refusal is { } refusal ? HealthCheckResult.Degraded(refusal) : HealthCheckResult.Healthy());
}
