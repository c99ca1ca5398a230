namespace Broadcast.Recorder.Timing;

/// <summary>
/// When and by how much a publisher's wall clock was set, and its sender reports as if it never had been. What a step is taken to be is
/// the same for all of its tracks, so that an error moves sound and picture alike.
/// </summary>
internal sealed class WallClockSteps
{
    /// <summary>Where no piece reaches across, a path cannot be told from a smaller step. Both are the same for all tracks.</summary>
    private const double LeastUnbridgedNs = 250e6;

    /// <summary>Reports on either side whose arrival tells a step that no piece reaches across.</summary>
    private const int Arrivals = 20;

    private readonly WallClockStep[] steps;
    private readonly double[] ends;
    private readonly double[] sums;

    private WallClockSteps(IEnumerable<WallClockStep> found)
    {
        steps = [.. found.OrderBy(step => step.ToNs)];
        ends = [.. steps.Select(step => step.ToNs)];
        sums = new double[steps.Length + 1];
        for (var i = 0; i < steps.Length; i++)
            sums[i + 1] = sums[i] + steps[i].SizeNs;
    }

    /// <param name="pieces">Of all tracks of the publisher.</param>
    public static WallClockSteps Find(IReadOnlyList<TimelinePiece> pieces)
    {
        var seen = Seen(pieces);
        return new WallClockSteps([.. seen, .. Unbridged(pieces, new WallClockSteps(seen))]);
    }

    /// <returns>False for a report of the moment of a step, which may be of before or of after.</returns>
    public bool TryTakeOut(in SenderReportPoint report, out SenderReportPoint stepless)
    {
        var found = Array.BinarySearch(ends, report.ArrivalNs);
        var next = found < 0 ? ~found : found + 1;
        stepless = report with { NtpNs = report.NtpNs - sums[next] };
        return next == steps.Length || report.ArrivalNs <= steps[next].FromNs;
    }

    /// <summary>Steps between two reports of one piece, told by the track that reports most often, which no other contradicts.</summary>
    private static List<WallClockStep> Seen(IReadOnlyList<TimelinePiece> pieces)
    {
        var series = pieces.Where(piece => piece.Reports.Count > 0).Select(piece => new ReportSeries(piece)).ToList();
        var steps = new List<WallClockStep>();
        foreach (var step in series.SelectMany(each => each.Steps()).OrderBy(step => step.ToNs - step.FromNs))
            if (!steps.Exists(step.Overlaps) && IsBelieved(step, series))
                steps.Add(step);
        return steps;
    }

    // A microphone's clock that falls behind looks the same in its own reports; the camera's know nothing of it.
    private static bool IsBelieved(WallClockStep step, List<ReportSeries> series)
    {
        var sizes = series.Select(each => each.SizeOf(step)).OfType<double>().ToList();
        var agreeing = sizes.Count(size => Math.Abs(size - step.SizeNs) < Math.Abs(step.SizeNs) / 2);
        return agreeing > sizes.Count - agreeing;
    }

    /// <summary>Steps while all tracks of the publisher began anew, told by when reports arrived.</summary>
    private static IEnumerable<WallClockStep> Unbridged(IReadOnlyList<TimelinePiece> pieces, WallClockSteps seen)
    {
        var island = new List<SenderReportPoint>();
        foreach (var piece in pieces.Where(piece => piece.Reports.Count > 0).OrderBy(piece => piece.Reports[0].ArrivalNs))
        {
            var reports = piece.Reports.Where(report => seen.TryTakeOut(report, out _)).ToList();
            if (island.Count > 0 && reports.Count > 0 && island.Max(report => report.ArrivalNs) < reports[0].ArrivalNs)
            {
                var before = island.OrderBy(report => report.ArrivalNs).TakeLast(Arrivals).ToList();
                var sizeNs = AheadNs(reports.Take(Arrivals), seen) - AheadNs(before, seen);
                if (Math.Abs(sizeNs) > LeastUnbridgedNs)
                    yield return new WallClockStep(before[^1].ArrivalNs, reports[0].ArrivalNs, sizeNs);
                island.Clear();
            }
            island.AddRange(reports);
        }
    }

    /// <summary>How far the wall clock is ahead of the session's, by the reports that were quickest but not by the one that was quickest of all.</summary>
    private static double AheadNs(IEnumerable<SenderReportPoint> reports, WallClockSteps seen)
    {
        var sorted = reports.Select(report => seen.TryTakeOut(report, out var stepless) ? stepless.NtpNs - report.ArrivalNs : double.NaN).Order().ToList();
        return sorted[sorted.Count * 3 / 4];
    }
}
