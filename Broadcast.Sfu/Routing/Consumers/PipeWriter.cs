using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>What this worker writes to a pipe: open while the pipe is connected.</summary>
internal sealed class PipeWriter(DropCounters drops)
{
    private DatagramQueue? outgoing;

    public bool IsOpen => outgoing is not null;
    public long Packets { get; private set; }
    public long Bytes { get; private set; }

    public void Open(DatagramQueue queue) => outgoing = queue;

    public void Close() => outgoing = null;

    /// <summary>Room for a packet on its way over, to be counted in by <see cref="Commit"/>.</summary>
    /// <returns>False, and the packet is counted as dropped, if the other worker has fallen behind or the pipe is not open.</returns>
    public bool TryReserve(int length, out Span<byte> slot)
    {
        slot = default;
        if (outgoing is not null && outgoing.TryReserve(length, out slot))
            return true;
        drops.Count(DropReason.PipeOverflow);
        return false;
    }

    public void Commit(int length)
    {
        outgoing!.Commit(length);
        Packets++;
        Bytes += length;
    }

    /// <summary>Wakes the other worker if anything was written to it.</summary>
    public void Announce() => outgoing?.Announce();
}
