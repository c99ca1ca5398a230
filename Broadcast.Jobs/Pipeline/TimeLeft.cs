namespace Broadcast.Jobs.Pipeline;

/// <summary>Estimates how long a processing still takes from how long it took so far.</summary>
internal sealed class TimeLeft(TimeProvider time)
{
    private const int LeastPercent = 3;

    private readonly long startedAt = time.GetTimestamp();
    private int? firstPercent;

    /// <returns>Seconds; null until enough is done to tell.</returns>
    public int? At(int percent)
    {
        firstPercent ??= percent;
        var done = percent - firstPercent.Value;
        return done < LeastPercent ? null : (int)Math.Ceiling(time.GetElapsedTime(startedAt).TotalSeconds * (100 - percent) / done);
    }
}
