using System.Collections.Concurrent;

namespace Broadcast.Api.Limits;

/// <summary>A <see cref="TokenBucket"/> for each key; those that are full again are forgotten.</summary>
internal sealed class TokenBuckets<TKey>(Rate rate, TimeProvider time) where TKey : notnull
{
    private const int SweepAfter = 10_000;

    private readonly ConcurrentDictionary<TKey, TokenBucket> buckets = new();
    private int added;

    public TokenBucket this[TKey key]
    {
        get
        {
            if (buckets.TryGetValue(key, out var known))
                return known;
            if (Interlocked.Increment(ref added) % SweepAfter == 0)
                Sweep();
            return buckets.GetOrAdd(key, _ => new TokenBucket(rate, time));
        }
    }

    private void Sweep()
    {
        foreach (var (key, bucket) in buckets)
        {
            if (bucket.IsFull)
                buckets.TryRemove(key, out _);
        }
    }
}
