namespace Broadcast.Api.Nodes;

/// <summary>
/// The place of one activation among all that have a node in turn, the same from its beginning to its end: the time at which it began, unless
/// who had the node before began by a clock that is ahead.
/// </summary>
internal sealed class OwnerEpoch(TimeProvider time)
{
    /// <summary>No server's clock is so far ahead, and no node's answer is believed that says so.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    private readonly long begun = time.GetUtcNow().ToUnixTimeMilliseconds();
    private bool wasAdmitted;
    private long passed;

    /// <summary>Milliseconds since 1970, or one more than the owner's that was passed.</summary>
    public long Value => Math.Max(begun, passed);

    /// <summary>The node is this activation's: whoever has a newer epoch from now on came after it.</summary>
    public void Admit() => wasAdmitted = true;

    /// <summary>
    /// Goes above an epoch that is newer although it came before: the cluster gives a node to one activation at a time, and this is the one that
    /// it gave it to last.
    /// </summary>
    /// <param name="newest">As the node said.</param>
    /// <returns>Whether to come again; not if this activation had the node already, for then the other one came after it.</returns>
    public bool TryPass(long? newest)
    {
        if (wasAdmitted || newest is not { } epoch || epoch - begun > MostAhead.TotalMilliseconds)
            return false;
        passed = epoch + 1;
        return true;
    }
}
