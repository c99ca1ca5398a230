namespace Broadcast.Bench.Tree;

/// <summary>Times in seconds, each of so many viewers.</summary>
internal sealed class WeightedTimes
{
    private readonly List<(double Seconds, long Viewers)> times = [];

    public long Viewers => times.Sum(each => each.Viewers);

    /// <summary>Of all of them together.</summary>
    public double ViewerSeconds => times.Sum(each => each.Seconds * each.Viewers);

    public double Max => times.Count == 0 ? double.NaN : times.Max(each => each.Seconds);

    public void Add(double seconds, long viewers)
    {
        if (viewers > 0)
            times.Add((seconds, viewers));
    }

    /// <returns>NaN if there are none.</returns>
    public double Quantile(double share)
    {
        var left = (long)Math.Ceiling(Viewers * share);
        foreach (var (seconds, viewers) in times.OrderBy(each => each.Seconds))
        {
            left -= viewers;
            if (left <= 0)
                return seconds;
        }
        return double.NaN;
    }
}
