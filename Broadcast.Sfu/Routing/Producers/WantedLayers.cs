using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>
/// Which spatial layers of a producer anybody wants, so that its publisher need not send the others. More is told at once, less only
/// after nobody wanted it for a while: a layer that comes back costs a key frame.
/// </summary>
internal sealed class WantedLayers(WorkerContext context, Producer producer) : TimerNode
{
    /// <summary>In place of a layer: nothing is wanted.</summary>
    public const int Nothing = -1;

    private const long HeldMs = 10_000;

    private readonly int[] wanting = new int[producer.SpatialLayers];
    private readonly Instant[] wantedUntil = new Instant[producer.SpatialLayers];

    /// <summary>The highest layer that was told of. Until anything is told, a publisher sends them all.</summary>
    public int Told { get; private set; } = producer.SpatialLayers - 1;

    /// <summary>Nobody has come yet: those who are about to find everything there.</summary>
    public void Open(Instant now)
    {
        Array.Fill(wantedUntil, now.AddMilliseconds(HeldMs));
        context.Timers.Set(this, now.AddMilliseconds(HeldMs));
    }

    public void Close() => context.Timers.Clear(this);

    /// <summary>A consumer wants another layer than before.</summary>
    /// <param name="before">What it wanted; <see cref="Nothing"/> if nothing.</param>
    /// <param name="after">The same from now on.</param>
    public void Change(Instant now, int before, int after)
    {
        if (before == after)
            return;
        if (after != Nothing)
            wanting[after]++;
        if (before != Nothing && --wanting[before] == 0)
        {
            wantedUntil[before] = now.AddMilliseconds(HeldMs);
            context.Timers.SetNoLaterThan(this, wantedUntil[before]);
        }
        if (Highest(now) > Told)
            Tell(now);
    }

    public override void OnTimeout(Instant now, SendBatch output)
    {
        if (Highest(now) != Told)
            Tell(now);
        var next = Instant.Never;
        for (var layer = 0; layer < wanting.Length; layer++)
            if (wanting[layer] == 0 && wantedUntil[layer] > now)
                next = Instant.Min(next, wantedUntil[layer]);
        context.Timers.Set(this, next);
    }

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => producer.CloseUnasked(now, reason, output);

    private int Highest(Instant now)
    {
        for (var layer = wanting.Length - 1; layer >= 0; layer--)
            if (wanting[layer] > 0 || wantedUntil[layer] > now)
                return layer;
        return Nothing;
    }

    private void Tell(Instant now)
    {
        Told = Highest(now);
        producer.Publisher.WantLayers(now, producer);
    }
}
