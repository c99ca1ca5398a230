namespace Broadcast.TestNetwork.Relays;

/// <summary>What happens to datagrams on their way, in both directions. It may be changed meanwhile.</summary>
/// <param name="seed">Of what is lost.</param>
internal sealed class NetworkPath(int seed)
{
    private readonly Random random = new(seed);

    public TimeSpan OneWay { get; set; }

    /// <summary>Share of the datagrams, from 0 to 1.</summary>
    public double Loss { get; set; }

    public bool Loses()
    {
        if (Loss <= 0)
            return false;
        lock (random)
            return random.NextDouble() < Loss;
    }
}
