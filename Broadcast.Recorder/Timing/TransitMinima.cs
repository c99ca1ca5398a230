namespace Broadcast.Recorder.Timing;

/// <summary>
/// The quickest crossings of each window of time. Queueing only ever adds delay, so a line through the minima is the sender's clock
/// seen from here, late by the least delay of the path.
/// </summary>
/// <param name="windowNs">Length of a window on the arrival clock.</param>
public sealed class TransitMinima(double windowNs)
{
    private const int WindowsForRate = 6;
    private const int RecentWindows = 3;

    private readonly List<ClockPoint> minima = [];
    private double windowEndNs = double.NegativeInfinity;

    public bool IsEmpty => minima.Count == 0;

    /// <summary>The least transit time of the last windows.</summary>
    public double Recent => minima.TakeLast(RecentWindows).Min(point => point.Offset);

    /// <param name="sentNs">On the sender's clock.</param>
    public void Add(double sentNs, double arrivalNs)
    {
        var point = new ClockPoint(sentNs, arrivalNs);
        if (arrivalNs >= windowEndNs)
        {
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
            return ClockLine.FitWithoutOutliers(minima, minSpanNs: 0, toleranceNs: 50e6);
        var best = minima.MinBy(point => point.Offset);
        return new ClockLine(best.X, best.Offset, 0);
    }
}
