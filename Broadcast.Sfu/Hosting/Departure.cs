namespace Broadcast.Sfu.Hosting;

/// <summary>That a media node is to be emptied, and until when. By the machine's own clock, which nobody sets. Safe for all threads.</summary>
internal sealed class Departure(TimeProvider time)
{
    private readonly Lock gate = new();
    private (long Since, TimeSpan Within)? begun;

    /// <summary>For how long the node is still there, 0 at least; null while it is to stay.</summary>
    public TimeSpan? Left
    {
        get
        {
            lock (gate)
                return begun is var (since, within) ? TimeSpan.FromTicks(Math.Max(0, (within - time.GetElapsedTime(since)).Ticks)) : null;
        }
    }

    /// <param name="within">Null to stay.</param>
    public void Set(TimeSpan? within)
    {
        lock (gate)
            begun = within is { } some ? (time.GetTimestamp(), some) : null;
    }
}
