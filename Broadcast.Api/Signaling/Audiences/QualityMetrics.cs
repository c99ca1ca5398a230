using System.Diagnostics.Metrics;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Api.Telemetry;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Meter <c>Broadcast.Api</c>: what browsers say of the media that they receive and send.</summary>
internal sealed class QualityMetrics
{
    private readonly Histogram<double> firstFrame;
    private readonly Counter<long> received;
    private readonly Counter<long> sent;
    private readonly Counter<long> dropped;

    public QualityMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ApiMeter.Name);
        firstFrame = meter.CreateHistogram<double>("broadcast.api.first.frame", "s", "From the wish to watch to the first picture, as the page saw it.");
        received = meter.CreateCounter<long>(
            "broadcast.api.reception.reports", description: "Ten seconds of somebody's watching, by blame: Nobody if all was well, else where the trouble comes from.");
        sent = meter.CreateCounter<long>(
            "broadcast.api.sending.reports", description: "Ten seconds of somebody's presenting, by limitation: what kept the picture from being better.");
        dropped = meter.CreateCounter<long>("broadcast.api.quality.reports.dropped", description: "Reports that came too soon after the one before.");
    }

    public void Dropped() => dropped.Add(1);

    public void Reported(QualityReport report)
    {
        if (report.Received is { } reception)
            received.Add(1, new KeyValuePair<string, object?>("blame", QualityVerdict.Blame(reception).ToString()));
        if (report.Received?.FirstFrameMs is { } firstFrameMs)
            firstFrame.Record(firstFrameMs / 1_000);
        if (report.Sent is { } sending)
            sent.Add(1, new KeyValuePair<string, object?>("limitation", sending.Limitation.ToString()));
    }
}
