using System.Diagnostics.Metrics;
using Broadcast.Api.Stage;
using Broadcast.Api.Telemetry;
using Broadcast.Recorder.Stage;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Meter <c>Broadcast.Api</c>: who is in the webinars by this process.</summary>
internal sealed class AudienceMetrics(LocalAudiences audiences, IOptions<TelemetryOptions> options, IMeterFactory meters) : IHostedService
{
    private const string Webinar = "webinar";
    private const string TheRest = "other";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(ApiMeter.Name);
        meter.CreateObservableUpDownCounter("broadcast.api.viewers", Viewers, description: "Viewers who are connected to this process, by webinar: the largest, and the rest as other.");
        meter.CreateObservableUpDownCounter(
            "broadcast.api.participants", () => audiences.Counts.Sum(each => each.Count.Participants),
            description: "Seats of this process that are taken, with those whose connection was lost a moment ago.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<int>> Viewers() => Largest(audiences.Counts, options.Value.Webinars);

    /// <param name="most">Webinars that are told one by one.</param>
    internal static IEnumerable<Measurement<int>> Largest(IEnumerable<(WebinarId Webinar, AudienceCount Count)> counts, int most)
    {
        var bySize = counts.OrderByDescending(each => each.Count.Viewers).ToList();
        foreach (var (webinar, count) in bySize.Take(most))
            yield return new Measurement<int>(count.Viewers, new KeyValuePair<string, object?>(Webinar, webinar.Value));
        if (bySize.Count > most)
            yield return new Measurement<int>(bySize.Skip(most).Sum(each => each.Count.Viewers), new KeyValuePair<string, object?>(Webinar, TheRest));
    }
}
