namespace Broadcast.Sfu.Bwe;

/// <summary>What arrives, in bit/s, by the receiver's clock, over the last third of a second.</summary>
internal struct DeliveredRate
{
    private const double MemoryUs = 300_000;

    /// <summary>Less is one burst, not a rate.</summary>
    private const double ShortestUs = 50_000;

    private double bits;
    private double spanUs;
    private long lastArrivalUs;

    /// <summary>0 before enough came.</summary>
    public readonly double Bps => spanUs < ShortestUs ? 0 : bits * 1e6 / spanUs;

    /// <param name="arrivalUs">Of the last packet of a report.</param>
    /// <param name="bytes">Of all that arrived since the last.</param>
    public void OnReport(long arrivalUs, int bytes)
    {
        var elapsed = arrivalUs - lastArrivalUs;
        if (lastArrivalUs == 0 || elapsed is < 0 or > 2_000_000)
            bits = spanUs = 0;
        else
        {
            var kept = Math.Exp(-elapsed / MemoryUs);
            bits = bits * kept + bytes * 8;
            spanUs = spanUs * kept + elapsed;
        }
        lastArrivalUs = arrivalUs;
    }
}
