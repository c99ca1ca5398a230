using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>A token bucket of bits and one of packets, each with what a second brings saved up for bursts.</summary>
public struct RateLimit
{
    private const double SecondUs = 1_000_000;

    private double bits;
    private double packets;
    private Instant filledAt;
    private bool isInUse;

    /// <summary>Whether a packet fits; if so, it is taken out.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="allowed">The same at every call.</param>
    public bool TryTake(Instant now, int bytes, in Rate allowed)
    {
        Fill(now, allowed);
        if (bits < bytes * 8 || packets < 1)
            return false;
        bits -= bytes * 8;
        packets--;
        return true;
    }

    private void Fill(Instant now, in Rate allowed)
    {
        var seconds = isInUse ? now.Since(filledAt) / SecondUs : 1;
        bits = Math.Min(allowed.BitsPerSecond, bits + seconds * allowed.BitsPerSecond);
        packets = Math.Min(allowed.PacketsPerSecond, packets + seconds * allowed.PacketsPerSecond);
        filledAt = now;
        isInUse = true;
    }
}
