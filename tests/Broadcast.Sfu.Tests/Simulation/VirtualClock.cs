using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Time that moves only when told to, from event to event.</summary>
public sealed class VirtualClock
{
    /// <summary>Not zero, so that a forgotten default instant shows.</summary>
    public Instant Now { get; private set; } = Instant.FromSeconds(1_000);

    /// <summary>Moves to the earliest of the events; never backwards.</summary>
    /// <returns>False, and time stands still, if none comes before <paramref name="end"/>.</returns>
    public bool AdvanceToNext(Instant end, params ReadOnlySpan<Instant> events)
    {
        var next = Instant.Never;
        foreach (var @event in events)
            next = Instant.Min(next, @event);
        if (next >= end)
            return false;
        Now = next > Now ? next : Now;
        return true;
    }

    public void AdvanceMilliseconds(long milliseconds) => Now = Now.AddMilliseconds(milliseconds);
}
