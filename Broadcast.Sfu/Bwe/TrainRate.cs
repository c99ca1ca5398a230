namespace Broadcast.Sfu.Bwe;

/// <summary>
/// What the narrowest link carries, from how far apart packets arrive that left together. It costs nothing and sees a change within a
/// few frames, but only packets that stood in line can tell: behind a policer or a shaper with tokens left it says far too much.
/// </summary>
/// <param name="memoryUs">After which a train counts for a third.</param>
internal struct TrainRate(double memoryUs)
{
    private const int MinPackets = 3;
    private const int MinBytes = 1_000;
    private const double ShortestUs = 500;
    private const double JitterUs = 7_000;

    private double bits;
    private double spreadUs;
    private double trains;

    /// <summary>Goes on with what another has seen, forgetting it in its own time.</summary>
    public void Take(in TrainRate other) => (bits, spreadUs, trains, LastUs) = (other.bits, other.spreadUs, other.trains, other.LastUs);

    /// <summary>When the last train was sent.</summary>
    public long LastUs { get; private set; }

    /// <summary>In bit/s; meaningful once there was a train.</summary>
    public readonly double Bps => bits * 1e6 / Math.Max(spreadUs, ShortestUs);

    /// <summary>At least, in spite of the jitter that each train's spread is off by.</summary>
    public readonly double LeastBps => LeastBpsWithin(1);

    /// <param name="deviations">By which jitter may have pushed the trains together.</param>
    public readonly double LeastBpsWithin(double deviations) => bits * 1e6 / (spreadUs + deviations * JitterUs * Math.Sqrt(trains) + ShortestUs);

    /// <summary>At most, if jitter has drawn each train apart.</summary>
    public readonly double MostBps => bits * 1e6 / Math.Max(spreadUs - JitterUs * Math.Sqrt(trains), ShortestUs);

    /// <summary>How many trains it stands on, old ones counting less.</summary>
    public readonly double Weight => trains;

    public void OnRun(in PacketRun run)
    {
        if (run.Packets < MinPackets || run.BytesBehindFirst < MinBytes)
            return;
        var kept = Math.Exp((LastUs - run.SentUs) / memoryUs);
        bits = bits * kept + run.BytesBehindFirst * 8;
        spreadUs = spreadUs * kept + run.SpreadUs;
        trains = trains * kept + 1;
        LastUs = run.SentUs;
    }
}
