using Broadcast.Api.Limits;

namespace Broadcast.Api.Chat;

/// <summary>
/// Allowances that outlive their connections. Who comes from the same address by the same link takes over one that was left there, so
/// that coming again gives nothing new, under another name either.
/// </summary>
internal sealed class LeftAllowances(Rate rate, TimeProvider time)
{
    private const int SweepAfter = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<Origin, Stack<TokenBucket>> left = [];

    public TokenBucket Take(Origin origin)
    {
        lock (gate)
        {
            if (left.TryGetValue(origin, out var there) && there.TryPop(out var allowance))
                return allowance;
            return new TokenBucket(rate, time);
        }
    }

    public void Leave(Origin origin, TokenBucket allowance)
    {
        if (allowance.IsFull)
            return;
        lock (gate)
        {
            if (left.Count == SweepAfter)
                Sweep();
            if (!left.TryGetValue(origin, out var there))
                left.Add(origin, there = []);
            there.Push(allowance);
        }
    }

    private void Sweep()
    {
        foreach (var (origin, there) in left)
        {
            if (there.All(allowance => allowance.IsFull))
                left.Remove(origin);
        }
    }
}
