using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>One direction of a bad network in virtual time. The same seed gives the same fate to the same traffic.</summary>
/// <typeparam name="T">What travels: a datagram with its tuple, or anything simpler.</typeparam>
/// <param name="seed">Of its fate.</param>
/// <param name="conditions">To begin with.</param>
/// <param name="sizeOf">Bytes of an item, for links of limited bandwidth; null if items weigh nothing.</param>
public sealed class LossyLink<T>(int seed, LinkConditions conditions, Func<T, int>? sizeOf = null)
{
    private Random random = new(seed);
    private readonly PriorityQueue<T, (Instant Arrival, long Order)> inFlight = new();
    private long order;
    private Instant lastInOrder;
    private Instant busyUntil;

    /// <summary>May be changed while things are under way; it touches what is sent afterwards.</summary>
    public LinkConditions Conditions { get; set; } = conditions;

    public int Sent { get; private set; }
    public int Dropped { get; private set; }

    /// <summary>When the next item arrives.</summary>
    public Instant NextArrival => inFlight.TryPeek(out _, out var priority) ? priority.Arrival : Instant.Never;

    public void Send(Instant now, T item)
    {
        Sent++;
        if (Happens(Conditions.Loss) | !Fits(now, item))
        {
            Dropped++;
            return;
        }
        Deliver(now, item);
        if (Happens(Conditions.Duplication))
            Deliver(now, item);
    }

    /// <summary>Begins with another seed, so that what happens from now on does not depend on what happened before.</summary>
    public void Reseed(int newSeed) => random = new Random(newSeed);

    /// <summary>Takes one item that has arrived by <paramref name="now"/>.</summary>
    public bool TryReceive(Instant now, out T item)
    {
        if (NextArrival > now)
        {
            item = default!;
            return false;
        }
        item = inFlight.Dequeue();
        return true;
    }

    private void Deliver(Instant now, T item)
    {
        var begins = Conditions.BandwidthBps is null ? now : busyUntil;
        var arrival = begins.AddMicroseconds(Conditions.DelayUs + (long)(random.NextDouble() * Conditions.JitterUs));
        if (Happens(Conditions.Reordering))
            arrival = arrival.AddMicroseconds(Conditions.ReorderDelayUs);
        else
            arrival = lastInOrder = arrival < lastInOrder ? lastInOrder : arrival;
        inFlight.Enqueue(item, (arrival, order++));
    }

    private bool Fits(Instant now, T item)
    {
        if (Conditions.BandwidthBps is not { } bps || sizeOf is null)
            return true;
        var begins = busyUntil > now ? busyUntil : now;
        if (begins.Since(now) > Conditions.MaxQueueUs)
            return false;
        busyUntil = begins.AddMicroseconds(sizeOf(item) * 8_000_000L / bps);
        return true;
    }

    private bool Happens(double probability) => random.NextDouble() < probability;
}
