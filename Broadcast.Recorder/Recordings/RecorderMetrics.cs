using System.Diagnostics.Metrics;
using Broadcast.Recorder.Journal;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Recorder.Recordings;

/// <summary>How the open journals are written, all together, as the meter <see cref="MeterName"/>. The worst one is what an operator must know of.</summary>
internal sealed class RecorderMetrics(RecorderNode recorder, IMeterFactory meters) : IHostedService
{
    public const string MeterName = "Broadcast.Recorder";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("broadcast.recorder.recordings", () => recorder.OpenRecordings.Count, description: "Recordings being written.");
        meter.CreateObservableGauge("broadcast.recorder.journal.waiting", () => Healths().Sum(health => health.WaitingBytes), "By", "Packets in memory that are not on the disk yet.");
        meter.CreateObservableGauge(
            "broadcast.recorder.journal.stalled", () => Healths().Select(health => health.Stalled.TotalSeconds).DefaultIfEmpty().Max(), "s",
            "For how long the slowest journal could not be written although something waits.");
        meter.CreateObservableGauge(
            "broadcast.recorder.journal.alarm", () => Healths().Select(health => (int)health.Alarm).DefaultIfEmpty().Max(),
            description: "The worst alarm of all journals: 0 none, then as JournalAlarm names them.");
        meter.CreateObservableGauge("broadcast.recorder.journal.shed", () => Healths().Sum(health => health.Shed), description: "Records that the open journals have lost.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IReadOnlyList<JournalHealth> Healths() => [.. recorder.OpenRecordings.Select(recorder.HealthOf).OfType<JournalHealth>()];
}
