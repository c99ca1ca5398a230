namespace Broadcast.Bench.Attack.Webinar;

/// <summary>Times that something took, ms, in the order in which they were taken. From any thread.</summary>
internal sealed class Latencies
{
    private readonly List<double> samples = [];

    public int Count
    {
        get { lock (samples) return samples.Count; }
    }

    public void Add(TimeSpan took)
    {
        lock (samples)
            samples.Add(took.TotalMilliseconds);
    }

    /// <returns>What was taken since there were <paramref name="count"/> of them.</returns>
    public IReadOnlyList<double> Since(int count)
    {
        lock (samples)
            return samples[count..];
    }

    /// <returns>NaN if there is none.</returns>
    public static double Percentile99(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling((sorted.Length - 1) * 0.99)];
    }
}
