namespace Broadcast.Recorder.Timing;

/// <summary>
/// How far one piece's sender reports say that the wall clock is ahead of the media clock, without the rate at which the two drift
/// apart. It stays the same until one of the two is set; no path delays it.
/// </summary>
internal sealed class ReportSeries
{
    /// <summary>Reports on either side that a step is judged by: one alone may be wrong, or half of before and half of after.</summary>
    private const int Neighbours = 3;
    private const int FewestNeighbours = 2;

    /// <summary>What reports of a busy computer waver.</summary>
    private const double NoiseNs = 25e6;

    private const int ReportsForRate = 16;
    private const double KnownDriftError = 200e-6;

    private readonly double[] arrivals;
    private readonly double[] media;
    private readonly double[] ahead;
    private readonly double driftError;

    public ReportSeries(TimelinePiece piece)
    {
        var reports = piece.Reports.OrderBy(report => report.ArrivalNs).ToList();
        arrivals = [.. reports.Select(report => report.ArrivalNs)];
        media = [.. reports.Select(report => piece.MediaNs(report.Timestamp))];
        var points = reports.Select((report, i) => new ClockPoint(media[i], report.NtpNs)).ToList();
        var hasRate = points.Count >= ReportsForRate;
        // Between neighbours, for then a step spoils one rate only. It is not exact, but over a few reports the error stays below their noise.
        var drift = hasRate ? ClockLine.MedianDrift(points, apart: 1) : 0;
        driftError = hasRate ? KnownDriftError : ClockLine.MaxDrift;
        ahead = [.. points.Select(point => point.Offset - drift * (point.X - media[0]))];
    }

    /// <summary>Where all reports of before lie apart from all of after.</summary>
    public IEnumerable<WallClockStep> Steps()
    {
        var levelStart = 0;
        for (var i = FewestNeighbours; i <= ahead.Length - FewestNeighbours; i++)
        {
            var before = ahead.AsSpan(Math.Max(levelStart, i - Neighbours)..i);
            var after = ahead.AsSpan(i..Math.Min(ahead.Length, i + Neighbours));
            if (before.Length < FewestNeighbours || !AreApart(before, after, i))
                continue;
            levelStart = i;
            yield return new WallClockStep(arrivals[i - 1], arrivals[i], Median(after) - Median(before));
        }
    }

    /// <summary>By how much these reports say that the wall clock was set ahead at a time; null if they do not reach from before it to after it.</summary>
    public double? SizeOf(WallClockStep step)
    {
        var (end, start) = (CountUntil(step.FromNs), CountUntil(step.ToNs - 1));
        if (end == 0 || start == ahead.Length)
            return null;
        return Median(ahead.AsSpan(start..Math.Min(ahead.Length, start + Neighbours))) - Median(ahead.AsSpan(Math.Max(0, end - Neighbours)..end));
    }

    private int CountUntil(double arrivalNs)
    {
        var found = Array.BinarySearch(arrivals, arrivalNs);
        return found < 0 ? ~found : found + 1;
    }

    private bool AreApart(ReadOnlySpan<double> before, ReadOnlySpan<double> after, int i)
    {
        var (lowest, highest) = Bounds(after);
        var (lowestBefore, highestBefore) = Bounds(before);
        var noise = NoiseNs + driftError * Math.Abs(media[i] - media[i - 1]);
        return highest - lowest <= noise && (lowest - highestBefore > noise || lowestBefore - highest > noise);
    }

    private static (double Lowest, double Highest) Bounds(ReadOnlySpan<double> values)
    {
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        return (lowest, highest);
    }

    private static double Median(ReadOnlySpan<double> values)
    {
        Span<double> sorted = stackalloc double[Neighbours];
        values.CopyTo(sorted);
        sorted[..values.Length].Sort();
        return sorted[values.Length / 2];
    }
}
