using Broadcast.Sfu.Control.Channels.Frames;
using Broadcast.Sfu.Control.Notifications;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>Who has the node: one connection at a time, of the newest epoch that there was. Safe for all threads.</summary>
internal sealed class OwnerSeat
{
    private readonly Lock gate = new();
    private OwnerConnection? owner;
    private long newest = long.MinValue;

    /// <summary>Gives the node to a connection; whoever had it is told and cut off.</summary>
    /// <param name="welcome">What the new owner hears first.</param>
    /// <exception cref="ControlRefusedException">A newer owner has been here.</exception>
    public void Take(OwnerConnection taker, Welcome welcome)
    {
        OwnerConnection? former;
        lock (gate)
        {
            if (taker.Epoch < newest)
                throw new ControlRefusedException(ControlRefusal.Outdated, $"The node belongs to an owner of epoch {newest}, and epoch {taker.Epoch} is older.") { NewestEpoch = newest };
            taker.Send(welcome);
            (former, owner, newest) = (owner, taker, taker.Epoch);
        }
        former?.End(ControlRefusal.Superseded, $"An owner of epoch {taker.Epoch} has taken the node over.");
    }

    public void Leave(OwnerConnection leaver)
    {
        lock (gate)
            owner = owner == leaver ? null : owner;
    }

    /// <summary>What happens while nobody has the node is told to nobody: whoever comes asks what there is.</summary>
    public void Tell(WorkerNotification notification)
    {
        lock (gate)
            owner?.Tell(notification);
    }

    /// <summary>Cuts the owner off, because the node ends.</summary>
    public void End()
    {
        OwnerConnection? last;
        lock (gate)
            (last, owner) = (owner, null);
        last?.End(ControlRefusal.Stopping, "The node ends.");
    }
}
