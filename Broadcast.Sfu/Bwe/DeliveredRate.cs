namespace Broadcast.Sfu.Bwe;

/// <summary>What arrives, in bit/s, by the receiver's clock.</summary>
/// <param name="memoryUs">After which what arrived counts for a third.</param>
internal struct DeliveredRate(double memoryUs)
{
    /// <summary>Less is one burst, not a rate.</summary>
    private const double ShortestUs = 50_000;

    private double bits;
    private double spanUs;
    private long lastArrivalUs;

    /// <summary>0 before enough came.</summary>
    public readonly double Bps => spanUs < ShortestUs ? 0 : bits * 1e6 / spanUs;

    /// <summary>What arrived up to now says nothing any more.</summary>
    public void BeginAnew() => bits = spanUs = 0;

    /// <summary>What arrived since the last report does not count.</summary>
    public void Skip(long arrivalUs) => lastArrivalUs = arrivalUs;

    /// <param name="arrivalUs">Of the last packet of a report.</param>
    /// <param name="bytes">Of all that arrived since the last.</param>
    public void OnReport(long arrivalUs, int bytes)
    {
        var elapsed = arrivalUs - lastArrivalUs;
        if (lastArrivalUs == 0 || elapsed is < 0 or > 2_000_000)
            bits = spanUs = 0;
        else
        {
            var kept = Math.Exp(-elapsed / memoryUs);
            bits = bits * kept + bytes * 8;
            spanUs = spanUs * kept + elapsed;
        }
        lastArrivalUs = arrivalUs;
    }
}
