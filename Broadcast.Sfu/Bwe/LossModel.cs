namespace Broadcast.Sfu.Bwe;

/// <summary>
/// Tells the loss that a network has anyway, which no rate avoids, from the loss of those who send too much. What is lost at one rate
/// and no longer at a lower one is the latter; what stays is the former, and is no reason to send less.
/// </summary>
internal struct LossModel
{
    private const double MemoryUs = 2_000_000;

    /// <summary>Packets below which a share says nothing.</summary>
    private const double MinPackets = 30;

    /// <summary>Repaired with ease, so it is taken for the network's own without a trial.</summary>
    private const double Harmless = 0.1;

    private const double Unbearable = 0.2;
    private const double MostInherent = 0.15;

    private double packets;
    private double lost;
    private long lastUs;

    /// <summary>Share that was lost of the last second's.</summary>
    public readonly double Share => packets < 1 ? 0 : lost / packets;

    /// <summary>What is lost at lower rates, too.</summary>
    public double Inherent { get; private set; }

    /// <summary>Enough of it to look whether it goes away at a lower rate.</summary>
    public readonly bool IsSuspicious => packets >= MinPackets && Share > Inherent * 1.5 + Harmless;

    /// <summary>Beyond what repairs can mend.</summary>
    public readonly bool IsUnbearable => packets >= MinPackets && Share > Inherent + Unbearable;

    /// <summary>Packets that were sent earlier do not count.</summary>
    public long SinceUs { get; private set; }

    public void OnReport(long nowUs, int received, int missing)
    {
        var kept = Math.Exp((lastUs - nowUs) / MemoryUs);
        packets = packets * kept + received + missing;
        lost = lost * kept + missing;
        lastUs = nowUs;
    }

    /// <summary>A lower rate has been tried for as long as is remembered: what is still lost is the network's own.</summary>
    public void Learn() => Inherent = Math.Min(Share, MostInherent);

    /// <summary>Another rate is sent from some moment on: what was lost of the former says nothing about it.</summary>
    public void BeginAnew(long sinceUs)
    {
        packets = lost = 0;
        SinceUs = sinceUs;
    }
}
