using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Ice;

/// <summary>The transaction ids of the last checks: one that comes again is a retransmission, or somebody's recording.</summary>
internal struct RecentTransactions
{
    private const int Remembered = 32;

    private TransactionId[]? ids;
    private int next;

    /// <returns>False if it is among them already.</returns>
    public bool TryAdd(in TransactionId id)
    {
        ids ??= new TransactionId[Remembered];
        if (ids.AsSpan().Contains(id))
            return false;
        ids[next] = id;
        next = (next + 1) % Remembered;
        return true;
    }
}
