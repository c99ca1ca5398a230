using Broadcast.Api.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadcast.Api.Health;

/// <summary>
/// Healthy if a byte can be written to the data directory: a full or read-only disk ends recordings. Whoever asks within two seconds of
/// another gets the same answer, since writing through to the disk costs everybody else their turn.
/// </summary>
internal sealed class StorageHealth(DataDirectory data, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task<HealthCheckResult>? last;
    private DateTimeOffset lastAt;

    /// <summary>How often the disk was written to.</summary>
    public int Probes { get; private set; }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            // A clock that was set back must not keep an answer for good.
            if (last is null || last.IsCompleted && (now - lastAt).Duration() >= Fresh)
            {
                Probes++;
                (last, lastAt) = (Task.Run(ProbeAsync, CancellationToken.None), now);
            }
            return last.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> ProbeAsync()
    {
        var probe = Path.Combine(data.Root, $".health-{NewId.Create()}");
        await using var file = new FileStream(
            probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        file.WriteByte(1);
        file.Flush(flushToDisk: true);
        return HealthCheckResult.Healthy();
    }
}
