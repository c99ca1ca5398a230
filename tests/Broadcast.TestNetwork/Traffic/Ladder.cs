using Broadcast.Sfu.Allocation;

namespace Broadcast.TestNetwork.Traffic;

/// <summary>The layers that a presenter sends: what each takes with all its pictures, and the shares of its temporal layers.</summary>
/// <param name="SpatialBps">The smallest first.</param>
/// <param name="TemporalShares">Of all bits, up to each temporal layer.</param>
internal sealed record Ladder(double[] SpatialBps, double[] TemporalShares)
{
    /// <summary>180, 360 and 720 lines, with RFC 8867's range of 150 to 1,500 kbit/s.</summary>
    public static readonly Ladder Camera = new([150e3, 500e3, 1_500e3], [0.4, 0.6, 1]);

    /// <summary>A screen, small and in full.</summary>
    public static readonly Ladder Screen = new([150e3, 1_000e3], [0.5, 1]);

    public double Bps(Layer layer) => layer == Layer.Paused ? 0 : SpatialBps[layer.Spatial] * TemporalShares[layer.Temporal];

    public LayerRates Rates()
    {
        var rates = new LayerRates();
        for (var spatial = 0; spatial < SpatialBps.Length; spatial++)
            for (var temporal = 0; temporal < TemporalShares.Length; temporal++)
                rates[spatial, temporal] = (int)Bps(new Layer(spatial, temporal));
        return rates;
    }
}
