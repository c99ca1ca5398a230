namespace Broadcast.Sfu.Bwe;

/// <summary>
/// What even the luckiest packet of the last moments waited. A queue of bursts is empty between them; one that stands never is, and
/// means that more is sent than the link carries.
/// </summary>
internal struct StandingQueue
{
    private const long MomentUs = 100_000;
    private const long WindowUs = 8_000_000;

    private long momentBeganUs;
    private long windowBeganUs;
    private double least;
    private double leastBefore;
    private double leastBeforeThat;
    private double floor;
    private double floorBefore;

    /// <summary>Above the least of the last 8 to 16 s.</summary>
    public readonly double Us => Math.Max(0, Math.Min(Math.Min(least, leastBefore), leastBeforeThat) - Math.Min(floor, floorBefore));

    public void Begin(long sentUs) => this = new StandingQueue { momentBeganUs = sentUs, windowBeganUs = sentUs };

    /// <param name="sentUs">On the sender's clock.</param>
    /// <param name="delayUs">Above some origin that stays the same.</param>
    public void OnDelay(long sentUs, double delayUs)
    {
        if (sentUs - momentBeganUs > MomentUs)
            (leastBeforeThat, leastBefore, least, momentBeganUs) = (leastBefore, least, delayUs, sentUs);
        if (sentUs - windowBeganUs > WindowUs)
            (floorBefore, floor, windowBeganUs) = (floor, delayUs, sentUs);
        least = Math.Min(least, delayUs);
        floor = Math.Min(floor, delayUs);
    }
}
