namespace Broadcast.Recorder.Timing;

/// <summary>A piece's media clock against its publisher's wall clock without the steps of that, and the sender reports that lie on the line.</summary>
internal sealed record ReportLine(ClockLine Line, IReadOnlyList<SenderReportPoint> Kept, int Left)
{
    private const double SpanForRateNs = 20e9;
    private const double ToleranceNs = 50e6;

    /// <returns>Null if there is no report to go by.</returns>
    public static ReportLine? Of(TimelinePiece piece, WallClockSteps steps)
    {
        var reports = new List<SenderReportPoint>();
        foreach (var report in piece.Reports)
            if (steps.TryTakeOut(report, out var stepless))
                reports.Add(stepless);
        if (reports.Count == 0)
            return null;
        var line = ClockLine.Fit([.. reports.Select(Point).OrderBy(point => point.X)], SpanForRateNs, ToleranceNs);
        var kept = reports.Where(report => Math.Abs(line.Map(Point(report).X) - report.NtpNs) <= ToleranceNs).ToList();
        return new ReportLine(line, kept, reports.Count - kept.Count);

        ClockPoint Point(SenderReportPoint report) => new(piece.MediaNs(report.Timestamp), report.NtpNs);
    }
}
