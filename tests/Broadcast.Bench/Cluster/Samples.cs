namespace Broadcast.Bench.Cluster;

/// <summary>Values of one kind, as they were measured. There may be none: then nothing is said of them.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];

    public double? Max => values.Count == 0 ? null : values.Max();

    public double? Sum => values.Count == 0 ? null : values.Sum();

    public void Add(params IEnumerable<double> more) => values.AddRange(more);

    /// <returns>Null if there are none.</returns>
    public double? Quantile(double share) => values.Count == 0 ? null : values.Order().ElementAt((int)Math.Ceiling((values.Count - 1) * share));

    public override string ToString() => values.Count == 0 ? "-" : $"{Quantile(0.5):0.00} / {Quantile(0.95):0.00} / {Max:0.00}";
}
