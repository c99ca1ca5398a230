using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Latency;

/// <summary>Times through the node, of every packet that a probe got. Used on the probes' thread, and read once they are detached.</summary>
internal sealed class LatencySamples
{
    private readonly List<long> through = [];
    private readonly List<long> waits = [];

    public int Count => through.Count;

    /// <summary>Median wait for the rest of the frame, ms.</summary>
    public double FrameWait => Quantile(waits, 0.5);

    public double Through(double quantile) => Quantile(through, quantile);

    /// <param name="probes">One of each webinar, in their order.</param>
    /// <param name="times">Of the webinars' publishers.</param>
    public bool Attach(IReadOnlyList<SwarmViewer> probes, IReadOnlyList<SentTimes> times)
    {
        for (var i = 0; i < probes.Count; i++)
        {
            var sent = times[i];
            probes[i].Arrived = (now, sequenceNumber) => Add(sent, now, sequenceNumber);
        }
        return true;
    }

    /// <summary>A packet that arrived.</summary>
    public void Add(SentTimes sent, Instant now, ushort sequenceNumber)
    {
        if (sent.At(now, sequenceNumber) is not { } sample)
            return;
        through.Add(sample.Through);
        waits.Add(sample.FrameWait);
    }

    public static bool Detach(IReadOnlyList<SwarmViewer> probes)
    {
        foreach (var probe in probes)
            probe.Arrived = null;
        return true;
    }

    private static double Quantile(List<long> samples, double quantile)
    {
        samples.Sort();
        return samples.Count == 0 ? double.NaN : samples[(int)((samples.Count - 1) * quantile)] / 1e3;
    }
}
