using System.Collections.Concurrent;

namespace Broadcast.TestNetwork.Relays;

/// <summary>Round trips of one kind of traffic one after the other: something was sent, and only then something came. What is sent meanwhile is underway with it.</summary>
internal sealed class Exchanges
{
    private readonly ConcurrentQueue<(DateTimeOffset At, bool IsSent)> passed = new();

    /// <summary>The browser sent something.</summary>
    public void Sent() => passed.Enqueue((TimeProvider.System.GetUtcNow(), true));

    /// <summary>Something reached the browser.</summary>
    public void Came() => passed.Enqueue((TimeProvider.System.GetUtcNow(), false));

    /// <returns>Those that began and ended in that time.</returns>
    public int Between(DateTimeOffset from, DateTimeOffset to)
    {
        var (count, isUnderway) = (0, false);
        foreach (var (_, isSent) in passed.Where(each => each.At >= from && each.At <= to).OrderBy(each => each.At))
        {
            count += isUnderway && !isSent ? 1 : 0;
            isUnderway = isSent;
        }
        return count;
    }
}
