using System.Diagnostics.Metrics;
using Broadcast.Api.Telemetry;

namespace Broadcast.Api.Stage;

/// <summary>Meter <c>Broadcast.Api</c>: the webinars that are decided about in this process.</summary>
internal sealed class StageMetrics(StagesHere here, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(ApiMeter.Name).CreateObservableUpDownCounter(
            "broadcast.api.webinars.live", () => here.Live, description: "Webinars that are live and have their grain in this process.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
