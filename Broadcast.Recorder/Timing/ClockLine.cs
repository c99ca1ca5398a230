namespace Broadcast.Recorder.Timing;

/// <summary>One clock as a straight line of another that runs at nearly the same rate: <c>y = x + offset + drift · (x − origin)</c>.</summary>
/// <param name="Drift">Seconds gained per second.</param>
internal readonly record struct ClockLine(double Origin, double Offset, double Drift)
{
    /// <summary>A cheap sound card's 1,000 ppm against a wall clock that is itself being corrected. A steeper line is taken to be this steep.</summary>
    public const double MaxDrift = 2_000e-6;

    public double Map(double x) => x + Offset + Drift * (x - Origin);

    /// <summary>Least squares through the points that lie on one line; single ones that do not, and up to a quarter in a row, do not bend it.</summary>
    /// <param name="points">At least one, by X.</param>
    /// <param name="minSpanNs">The rate is taken only from points that span this much; otherwise both clocks are taken to run alike.</param>
    /// <param name="toleranceNs">How far from the line a point may lie.</param>
    public static ClockLine Fit(IReadOnlyList<ClockPoint> points, double minSpanNs, double toleranceNs)
    {
        var origin = points[0].X;
        var span = points[^1].X - origin;
        var hasRate = points.Count > 1 && span > 0 && span >= minSpanNs;
        var drift = hasRate ? MedianDrift(points, Math.Max(1, points.Count / 4)) : 0;
        var offset = Median([.. points.Select(point => point.Offset - drift * (point.X - origin))]);
        var guess = new ClockLine(origin, offset, drift);
        var reach = toleranceNs + (hasRate ? 0 : MaxDrift * span / 2);
        var kept = points.Where(point => Math.Abs(point.Y - guess.Map(point.X)) <= reach).ToList();
        return LeastSquares(kept, hasRate);
    }

    /// <summary>The median of the rates between points that are so many apart.</summary>
    public static double MedianDrift(IReadOnlyList<ClockPoint> points, int apart)
    {
        var drifts = new List<double>(points.Count);
        for (var i = apart; i < points.Count; i++)
            if (points[i].X > points[i - apart].X)
                drifts.Add((points[i].Offset - points[i - apart].Offset) / (points[i].X - points[i - apart].X));
        return Clamp(Median(drifts));
    }

    private static ClockLine LeastSquares(List<ClockPoint> points, bool hasRate)
    {
        var x0 = points.Average(point => point.X);
        var offset = points.Average(point => point.Offset);
        double covariance = 0, variance = 0;
        foreach (var point in points)
        {
            covariance += (point.X - x0) * (point.Offset - offset);
            variance += (point.X - x0) * (point.X - x0);
        }
        return new ClockLine(x0, offset, hasRate && variance > 0 ? Clamp(covariance / variance) : 0);
    }

    private static double Clamp(double drift) => Math.Clamp(drift, -MaxDrift, MaxDrift);

    /// <summary>Puts the values in order.</summary>
    /// <returns>Zero of nothing.</returns>
    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[values.Count / 2];
    }
}
