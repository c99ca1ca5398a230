namespace Broadcast.Recorder.Timing;

/// <summary>
/// The quickest crossings of each window of time. Queueing only ever adds delay, so a line through the minima is the sender's clock
/// seen from here, late by the least delay of the path.
/// </summary>
/// <param name="windowNs">Length of a window on the arrival clock.</param>
/// <param name="knownDrift">The clock's rate by earlier windows of the same clock; NaN if there were none.</param>
internal sealed class TransitMinima(double windowNs, double knownDrift = double.NaN)
{
    private const int WindowsForRate = 6;
    private const int RecentWindows = 3;

    /// <summary>Without a known rate older windows are not comparable: a clock that is 1,000 ppm off is 10 ms farther off in each.</summary>
    private const int RecentWindowsWithoutRate = 2;

    private const double ToleranceNs = 50e6;

    private readonly List<ClockPoint> minima = [];
    private double windowEndNs = double.NegativeInfinity;

    public bool IsEmpty => minima.Count == 0;

    /// <summary>By how much the arrival clock gains on the sender's, in seconds per second; NaN before there are windows enough to tell.</summary>
    public double Drift { get; private set; } = knownDrift;

    /// <summary>The transit time of the quickest of the last windows, as it is at another moment of the sender's clock.</summary>
    public double LeastAt(double sentNs)
    {
        var (drift, windows) = double.IsNaN(Drift) ? (0, RecentWindowsWithoutRate) : (Drift, RecentWindows);
        var least = double.PositiveInfinity;
        for (var i = Math.Max(0, minima.Count - windows); i < minima.Count; i++)
            least = Math.Min(least, minima[i].Offset + drift * (sentNs - minima[i].X));
        return least;
    }

    /// <param name="sentNs">On the sender's clock.</param>
    public void Add(double sentNs, double arrivalNs)
    {
        var point = new ClockPoint(sentNs, arrivalNs);
        if (arrivalNs >= windowEndNs)
        {
            if (minima.Count >= WindowsForRate)
                Drift = Line().Drift;
            windowEndNs = arrivalNs + windowNs;
            minima.Add(point);
        }
        else if (point.Offset < minima[^1].Offset)
        {
            minima[^1] = point;
        }
    }

    public void Merge(TransitMinima later)
    {
        minima.AddRange(later.minima);
        windowEndNs = later.windowEndNs;
    }

    /// <summary>Sender's clock to arrival clock.</summary>
    public ClockLine Line()
    {
        if (minima.Count >= WindowsForRate)
            return ClockLine.Fit([.. minima.OrderBy(point => point.X)], minSpanNs: 0, ToleranceNs);
        var best = minima.MinBy(point => point.Offset);
        return new ClockLine(best.X, best.Offset, 0);
    }
}
