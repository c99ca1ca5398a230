using Broadcast.Sfu.Primitives;

namespace Broadcast.TestNetwork.Links;

/// <summary>One flow's way through a bottleneck: its own propagation and jitter behind what is shared. Nothing overtakes.</summary>
/// <param name="loop">The time.</param>
/// <param name="link">Shared; null for a way without a bottleneck.</param>
/// <param name="oneWayMs">Of propagation.</param>
/// <param name="jitterMs">Deviation of a Gaussian, cut at three times that and shifted to be positive.</param>
/// <param name="seed">Of the jitter.</param>
internal sealed class Way(EventLoop loop, BottleneckLink? link, double oneWayMs, double jitterMs, int seed)
{
    private const double Cut = 3;

    private readonly Random random = new(seed);
    private Instant lastArrival;

    /// <summary>What a packet waits between its departure and its arrival beyond propagation, the last that was sent; in milliseconds.</summary>
    public double LastWaitMs { get; private set; }

    public int Lost { get; private set; }

    public void Send(int bytes, Action deliver)
    {
        var leaves = loop.Now;
        if (link is not null && !link.TryPass(loop.Now, bytes, out leaves))
        {
            Lost++;
            return;
        }
        LastWaitMs = leaves.Since(loop.Now) / 1e3;
        var arrival = leaves.AddMicroseconds((long)((oneWayMs + Jitter()) * 1_000));
        lastArrival = arrival > lastArrival ? arrival : lastArrival;
        loop.At(lastArrival, deliver);
    }

    private double Jitter()
    {
        if (jitterMs == 0)
            return 0;
        double normal;
        do
            normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        while (Math.Abs(normal) > Cut);
        return (normal + Cut) * jitterMs;
    }
}
