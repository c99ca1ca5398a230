namespace Broadcast.Recorder.Timing;

/// <summary>
/// A publisher's wall clock against the session clock, from when its sender reports arrived. All tracks of a publisher share it:
/// whatever its error, they stay in sync with one another.
/// </summary>
public sealed class PublisherClock
{
    private const double WindowNs = 60e9;

    private readonly TransitMinima minima = new(WindowNs);

    public bool IsEmpty => minima.IsEmpty;

    /// <param name="reports">Of all tracks, by arrival.</param>
    public PublisherClock(IEnumerable<SenderReportPoint> reports)
    {
        foreach (var report in reports)
            minima.Add(report.NtpNs, report.ArrivalNs);
    }

    /// <summary>NTP time to session time.</summary>
    public ClockLine Line() => minima.Line();
}
