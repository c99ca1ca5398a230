namespace Broadcast.Recorder.Tracks;

/// <summary>How many packets of a stream came, which are missing, and how many came later than their successors: retransmitted, or overtaken.</summary>
internal sealed class StreamLosses
{
    private readonly List<PacketGap> gaps = [];
    private long next = -1;
    private bool isInterrupted;

    /// <summary>What is missing now, by sequence number.</summary>
    public IReadOnlyList<PacketGap> Gaps => gaps;

    public long Received { get; private set; }

    public long Missing => gaps.Sum(gap => gap.Count);

    /// <summary>Packets that had been missing and came.</summary>
    public long Recovered { get; private set; }

    /// <summary>What comes between the newest packet and the one after it is not to be there.</summary>
    public void Interrupt() => isInterrupted = true;

    /// <param name="sequence">Extended.</param>
    /// <param name="ns">Session time of its arrival.</param>
    public void OnPacket(long sequence, double ns)
    {
        Received++;
        if (next < 0)
            next = sequence;
        if (sequence < next)
        {
            Fill(sequence);
            return;
        }
        if (sequence > next && !isInterrupted)
            gaps.Add(new PacketGap(next, sequence - 1, ns));
        isInterrupted = false;
        next = sequence + 1;
    }

    private void Fill(long sequence)
    {
        var at = gaps.FindLastIndex(gap => gap.First <= sequence && sequence <= gap.Last);
        if (at < 0)
            return;
        var gap = gaps[at];
        gaps.RemoveAt(at);
        if (sequence < gap.Last)
            gaps.Insert(at, gap with { First = sequence + 1 });
        if (gap.First < sequence)
            gaps.Insert(at, gap with { Last = sequence - 1 });
        Recovered++;
    }
}
