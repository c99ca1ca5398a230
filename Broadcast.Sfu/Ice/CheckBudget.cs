using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Ice;

/// <summary>
/// How many connectivity checks of one client are looked at. Verifying one costs as much as forwarding a packet, and a client has no
/// use for more than a few tens a second even while it connects. Who would exhaust another's budget must know its username fragment,
/// which signalling tells to the two ends only.
/// </summary>
internal struct CheckBudget
{
    /// <summary>Checks in any one second.</summary>
    public const int PerSecond = 60;

    private Instant secondBegan;
    private int taken;

    public bool TryTake(Instant now)
    {
        if (now.Since(secondBegan) >= 1_000_000)
        {
            secondBegan = now;
            taken = 0;
        }
        return taken++ < PerSecond;
    }
}
