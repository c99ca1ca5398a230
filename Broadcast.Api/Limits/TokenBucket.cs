namespace Broadcast.Api.Limits;

/// <summary>An allowance by a <see cref="Rate"/>: begins full, is taken from, and fills up as time passes. Safe for all threads.</summary>
internal sealed class TokenBucket(Rate rate, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = rate.Burst;
    private long filledAt = time.GetTimestamp();

    public bool IsFull
    {
        get
        {
            lock (gate)
                return Fill() >= rate.Burst;
        }
    }

    /// <returns>Zero if it was taken; otherwise how long until there is enough.</returns>
    public TimeSpan TryTake(double cost = 1)
    {
        lock (gate)
        {
            var missing = cost - Fill();
            if (missing > 0)
                return TimeSpan.FromSeconds(missing / rate.PerSecond);
            tokens -= cost;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Takes whether it is there or not, for what has happened already.</summary>
    /// <returns>What is left; below zero it is a debt.</returns>
    public double Take(double cost)
    {
        lock (gate)
            return tokens = Fill() - cost;
    }

    public void GiveBack(double cost = 1)
    {
        lock (gate)
            tokens = Math.Min(rate.Burst, Fill() + cost);
    }

    private double Fill()
    {
        var now = time.GetTimestamp();
        tokens = Math.Min(rate.Burst, tokens + time.GetElapsedTime(filledAt, now).TotalSeconds * rate.PerSecond);
        filledAt = now;
        return tokens;
    }
}
