namespace Broadcast.Bench.Tree;

/// <summary>How much of something there was in each second.</summary>
internal sealed class SecondCounts(double seconds)
{
    private readonly double[] counts = new double[(int)Math.Ceiling(seconds) + 1];

    public double Total => counts.Sum();

    public double Mean => counts.Average();

    public double Max => counts.Max();

    public double Quantile(double share) => counts.Order().ElementAt((int)Math.Ceiling((counts.Length - 1) * share));

    public void Add(double second, double count = 1) => counts[Math.Clamp((int)second, 0, counts.Length - 1)] += count;
}
