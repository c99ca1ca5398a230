using Broadcast.Sfu.Primitives;

namespace Broadcast.TestNetwork.Links;

/// <summary>The narrowest link of a way, which several flows may share. Packets are offered in the order of time; the same seed gives them the same fate.</summary>
internal sealed class BottleneckLink(LinkSettings settings, int seed)
{
    private readonly LossProcess loss = new(settings.Loss, seed);
    private readonly Random random = new(seed + 1);
    private readonly Queue<(double Leaves, int Bytes)> waiting = new();
    private int queuedBytes;
    private double busyUntil;
    private double tokens = settings.PolicerBurstBytes ?? 0;
    private double filledAt;
    private double nextAir;

    public LinkSettings Settings => settings;
    public long PassedBytes { get; private set; }
    public int Dropped { get; private set; }

    /// <summary>What the last packet that was offered would wait, in milliseconds.</summary>
    public double QueueMs(double second) => Math.Max(0, busyUntil - second) * 1e3;

    /// <summary>Offers a packet.</summary>
    /// <returns>False if it is lost.</returns>
    public bool TryPass(Instant now, int bytes, out Instant leaves)
    {
        leaves = Instant.Never;
        var second = now.Since(EventLoop.Start) / 1e6;
        var passes = settings.PolicerBurstBytes is { } burst ? TryTakeTokens(second, bytes, burst, out var at) : TryQueue(second, bytes, out at);
        if (!passes || loss.Loses())
        {
            Dropped++;
            return false;
        }
        PassedBytes += bytes;
        leaves = EventLoop.Start.AddMicroseconds((long)(Release(at) * 1e6));
        return true;
    }

    private bool TryTakeTokens(double second, int bytes, int burst, out double at)
    {
        at = second;
        tokens = Math.Min(burst, tokens + (second - filledAt) * settings.Capacity.At(second) / 8);
        filledAt = second;
        if (tokens < bytes)
            return false;
        tokens -= bytes;
        return true;
    }

    private bool TryQueue(double second, int bytes, out double at)
    {
        while (waiting.TryPeek(out var first) && first.Leaves <= second)
            queuedBytes -= waiting.Dequeue().Bytes;
        at = 0;
        if (queuedBytes + bytes > settings.Capacity.At(second) * settings.QueueMs / 8_000)
            return false;
        // Tokens that were saved up pay for what would have left before now.
        var saved = settings.ShaperBurstBytes * 8 / settings.Capacity.At(second);
        var paid = settings.Capacity.Finish(Math.Max(second - saved, busyUntil), bytes * 8);
        if (double.IsPositiveInfinity(paid))
            return false;
        busyUntil = paid;
        at = Math.Max(second, paid);
        waiting.Enqueue((at, bytes));
        queuedBytes += bytes;
        return true;
    }

    private double Release(double at)
    {
        if (settings.AggregationMs is not { } air)
            return at;
        while (nextAir < at)
            nextAir += (air.Least + random.NextDouble() * (air.Most - air.Least)) / 1e3;
        return nextAir;
    }
}
