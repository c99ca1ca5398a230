namespace Broadcast.Recorder.Timing;

/// <summary>One clock as a straight line of another that runs at nearly the same rate: <c>y = x + offset + drift · (x − origin)</c>.</summary>
/// <param name="Drift">Seconds gained per second.</param>
public readonly record struct ClockLine(double Origin, double Offset, double Drift)
{
    /// <summary>Crystals are within this of their nominal rate; a steeper line is noise.</summary>
    public const double MaxDrift = 500e-6;

    public double Map(double x) => x + Offset + Drift * (x - Origin);

    /// <summary>Least squares through the points. The rate is taken from them only if they span <paramref name="minSpanNs"/>; otherwise both clocks are taken to run alike.</summary>
    /// <param name="points">At least one.</param>
    public static ClockLine Fit(IReadOnlyList<ClockPoint> points, double minSpanNs)
    {
        var x0 = points.Average(point => point.X);
        var offset = points.Average(point => point.Offset);
        var span = points[^1].X - points[0].X;
        if (points.Count < 2 || span < minSpanNs)
            return new ClockLine(x0, offset, 0);
        double covariance = 0, variance = 0;
        foreach (var point in points)
        {
            covariance += (point.X - x0) * (point.Offset - offset);
            variance += (point.X - x0) * (point.X - x0);
        }
        var drift = covariance / variance;
        return Math.Abs(drift) <= MaxDrift ? new ClockLine(x0, offset, drift) : new ClockLine(x0, MedianOffset(points), 0);
    }

    /// <summary>As <see cref="Fit"/>, without the points that no line of a plausible rate could join to the rest.</summary>
    public static ClockLine FitWithoutOutliers(IReadOnlyList<ClockPoint> points, double minSpanNs, double toleranceNs)
    {
        var median = MedianOffset(points);
        var reach = toleranceNs + MaxDrift * (points[^1].X - points[0].X);
        var kept = points.Where(point => Math.Abs(point.Offset - median) <= reach).ToList();
        return Fit(kept, minSpanNs);
    }

    private static double MedianOffset(IReadOnlyList<ClockPoint> points)
    {
        var offsets = points.Select(point => point.Offset).Order().ToList();
        return offsets[offsets.Count / 2];
    }
}
