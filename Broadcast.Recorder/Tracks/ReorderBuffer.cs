namespace Broadcast.Recorder.Tracks;

/// <summary>Takes a packet in the order of its stream.</summary>
/// <param name="sequence">Extended sequence number.</param>
/// <param name="afterLoss">Packets before it never came.</param>
internal delegate void OrderedPacket(long sequence, ReadOnlySpan<byte> packet, bool afterLoss);

/// <summary>Brings one stream's packets into order, waiting for a missing one as long as a retransmission may still bring it.</summary>
internal sealed class ReorderBuffer(OrderedPacket output)
{
    private const double PatienceNs = 1.5e9;
    private const double StartPatienceNs = 0.2e9;
    private const int MaxHeld = 4_096;

    private readonly SortedDictionary<long, (byte[] Packet, double ArrivalNs)> held = [];
    private long next = -1;
    private double startedNs;

    public void Add(long sequence, double arrivalNs, ReadOnlySpan<byte> packet)
    {
        if (next < 0 && !TryStart(sequence, arrivalNs, packet))
            return;
        if (sequence < next)
            return;
        if (sequence == next && held.Count == 0)
        {
            next++;
            output(sequence, packet, afterLoss: false);
            return;
        }
        held.TryAdd(sequence, (packet.ToArray(), arrivalNs));
        ReleaseRun(afterLoss: false);
        while (held.Count > MaxHeld || held.Count > 0 && arrivalNs - held.First().Value.ArrivalNs > PatienceNs)
            GiveUpWaiting();
    }

    /// <summary>Hands over everything, missing packets or not. What comes later begins anew.</summary>
    public void Flush()
    {
        if (next < 0 && held.Count > 0)
            next = held.First().Key;
        ReleaseRun(afterLoss: false);
        while (held.Count > 0)
            GiveUpWaiting();
        next = -1;
    }

    // The first packet to arrive need not be the first that was sent.
    private bool TryStart(long sequence, double arrivalNs, ReadOnlySpan<byte> packet)
    {
        if (held.Count == 0)
            startedNs = arrivalNs;
        held.TryAdd(sequence, (packet.ToArray(), arrivalNs));
        if (arrivalNs - startedNs < StartPatienceNs)
            return false;
        next = held.First().Key;
        ReleaseRun(afterLoss: false);
        return true;
    }

    private void GiveUpWaiting()
    {
        next = held.First().Key;
        ReleaseRun(afterLoss: true);
    }

    private void ReleaseRun(bool afterLoss)
    {
        while (held.Remove(next, out var packet))
        {
            output(next++, packet.Packet, afterLoss);
            afterLoss = false;
        }
    }
}
